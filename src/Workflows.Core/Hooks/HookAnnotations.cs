namespace Workflows.Core.Hooks;

/// <summary>
/// Velero's annotations of a pod that name its backup hooks: <c>pre.hook.backup.velero.io/command</c>, <c>…/container</c>,
/// <c>…/on-error</c>, <c>…/timeout</c>, the same with <c>post.</c>, and the oldest form without either, which means
/// <c>pre.</c> (its <c>internal/hook/item_hook_handler.go</c>).
/// </summary>
public static class HookAnnotations
{
    private const string Family = "hook.backup.velero.io/";

    /// <summary>Reads the hook of a moment.</summary>
    /// <param name="annotations">The pod's annotations.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="problems">Given a sentence for each value that was not understood, and what is done instead.</param>
    /// <returns>Null where there is none.</returns>
    public static ExecHook? Read(
        IReadOnlyDictionary<string, string> annotations, HookMoment moment, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(annotations);
        ArgumentNullException.ThrowIfNull(problems);
        var hook = new AnnotatedHook(annotations, PrefixOf(annotations, moment), problems);
        return hook.Command is { } command
            ? new(
                hook.Find("container"),
                command,
                hook.OnError(HookOnError.Fail),
                hook.Duration("timeout", ExecHook.DefaultTimeout))
            : null;
    }

    private static string PrefixOf(IReadOnlyDictionary<string, string> annotations, HookMoment moment)
    {
        if (moment == HookMoment.Post)
        {
            return $"post.{Family}";
        }

        return annotations.ContainsKey($"pre.{Family}command") ? $"pre.{Family}" : Family;
    }
}
