using System.Text.Json.Nodes;

namespace Workflows.Core.Hooks;

/// <summary>
/// Velero's annotations of a pod that name its restore hooks: <c>post.hook.restore.velero.io/command</c>, <c>…/container</c>,
/// <c>…/on-error</c>, <c>…/exec-timeout</c>, <c>…/wait-timeout</c>, <c>…/wait-for-ready</c>, and
/// <c>init.hook.restore.velero.io/container-image</c>, <c>…/container-name</c>, <c>…/command</c>
/// (its <c>internal/hook/item_hook_handler.go</c>).
/// </summary>
public static class RestoreHookAnnotations
{
    private const string Exec = "post.hook.restore.velero.io/";

    private const string Init = "init.hook.restore.velero.io/";

    /// <summary>Reads the command that is run once the pod is restored.</summary>
    /// <param name="annotations">The pod's annotations.</param>
    /// <param name="problems">Given a sentence for each value that was not understood, and what is done instead.</param>
    /// <returns>Null where there is none.</returns>
    public static ExecHook? ReadExec(IReadOnlyDictionary<string, string> annotations, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(annotations);
        ArgumentNullException.ThrowIfNull(problems);
        var hook = new AnnotatedHook(annotations, Exec, problems);
        return hook.Command is not { } command ? null : new(
            hook.Find("container"),
            command,
            hook.OnError(HookOnError.Continue),
            hook.Duration("exec-timeout", ExecHook.DefaultTimeout))
        {
            Wait = new(
                hook.Flag("wait-for-ready"),
                TimeSpan.FromTicks(Math.Min(
                    hook.Duration("wait-timeout", HookWait.DefaultTimeout).Ticks, HookWait.LongestTimeout.Ticks))),
        };
    }

    /// <summary>Reads the container that runs before the pod's own.</summary>
    /// <returns>Null where there is none: as in Velero it takes an image and a command.</returns>
    public static InitHook? ReadInit(IReadOnlyDictionary<string, string> annotations)
    {
        ArgumentNullException.ThrowIfNull(annotations);
        var hook = new AnnotatedHook(annotations, Init, []);
        return hook.Find("container-image") is not { } image || hook.Command is not { } command ? null : new(new JsonObject
        {
            // Velero makes a name up each time. A create that is sent again must have the same.
            ["name"] = hook.Find("container-name") ?? "velero-restore-init",
            ["image"] = image,
            ["command"] = new JsonArray([.. command.Select(word => JsonValue.Create(word))]),
        }.ToJsonString());
    }
}
