using System.Text.Json;

namespace Workflows.Core.Hooks;

/// <summary>
/// Velero's annotations of a pod that name its hooks: <c>pre.hook.backup.velero.io/command</c>, <c>…/container</c>,
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
        var prefix = PrefixOf(annotations, moment);
        return Find("command") is { } command
            ? new(Find("container"), CommandOf(command), OnErrorOf(), TimeoutOf())
            : null;

        string? Find(string key) =>
            annotations.TryGetValue(prefix + key, out var value) && value.Length > 0 ? value : null;

        HookOnError OnErrorOf()
        {
            switch (Find("on-error"))
            {
                case null or nameof(HookOnError.Fail):
                    return HookOnError.Fail;
                case nameof(HookOnError.Continue):
                    return HookOnError.Continue;
                case var unknown:
                    problems.Add($"{prefix}on-error is '{Shown(unknown)}', neither Fail nor Continue; Fail is taken.");
                    return HookOnError.Fail;
            }
        }

        TimeSpan TimeoutOf()
        {
            if (Find("timeout") is not { } text)
            {
                return ExecHook.DefaultTimeout;
            }

            if (GoDuration.TryParse(text, out var timeout))
            {
                return timeout > TimeSpan.Zero ? timeout : ExecHook.DefaultTimeout;
            }

            problems.Add(
                $"{prefix}timeout is '{Shown(text)}', which is no length of time such as 90s or 2m; "
                + $"{ExecHook.DefaultTimeout.TotalSeconds:0}s is taken.");
            return ExecHook.DefaultTimeout;
        }
    }

    private static string PrefixOf(IReadOnlyDictionary<string, string> annotations, HookMoment moment)
    {
        if (moment == HookMoment.Post)
        {
            return $"post.{Family}";
        }

        return annotations.ContainsKey($"pre.{Family}command") ? $"pre.{Family}" : Family;
    }

    /// <summary>A JSON array of words, or else one word.</summary>
    private static string[] CommandOf(string text)
    {
        if (text[0] != '[')
        {
            return [text];
        }

        try
        {
            return JsonSerializer.Deserialize<string?[]>(text) is { Length: > 0 } words && Array.TrueForAll(words, word => word is not null)
                ? [.. words.OfType<string>()]
                : [text];
        }
        catch (JsonException)
        {
            return [text];
        }
    }

    private static string Shown(string value) => value.Length <= 60 ? value : value[..60] + "…";
}
