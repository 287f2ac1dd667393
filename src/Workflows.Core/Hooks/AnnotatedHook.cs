using System.Text.Json;

namespace Workflows.Core.Hooks;

/// <summary>
/// The values of one hook's annotations. What is not understood is told, and what Velero's default is stands in for it.
/// </summary>
/// <param name="annotations">The pod's annotations.</param>
/// <param name="prefix">What the hook's annotations begin with, such as <c>pre.hook.backup.velero.io/</c>.</param>
/// <param name="problems">Given a sentence for each value that was not understood, and what is done instead.</param>
internal sealed class AnnotatedHook(
    IReadOnlyDictionary<string, string> annotations, string prefix, ICollection<string> problems)
{
    public string? Find(string key) =>
        annotations.TryGetValue(prefix + key, out var value) && value.Length > 0 ? value : null;

    /// <summary>The program and its arguments: a JSON array of words, or else one word. Null for none.</summary>
    public IReadOnlyList<string>? Command => Find("command") is { } text ? CommandOf(text) : null;

    public HookOnError OnError(HookOnError otherwise)
    {
        switch (Find("on-error"))
        {
            case null:
                return otherwise;
            case nameof(HookOnError.Fail):
                return HookOnError.Fail;
            case nameof(HookOnError.Continue):
                return HookOnError.Continue;
            case var unknown:
                problems.Add($"{prefix}on-error is '{Shown(unknown)}', neither Fail nor Continue; {otherwise} is taken.");
                return otherwise;
        }
    }

    public TimeSpan Duration(string key, TimeSpan otherwise)
    {
        if (Find(key) is not { } text)
        {
            return otherwise;
        }

        if (GoDuration.TryParse(text, out var duration))
        {
            return duration > TimeSpan.Zero ? duration : otherwise;
        }

        problems.Add(
            $"{prefix}{key} is '{Shown(text)}', which is no length of time such as 90s or 2m; "
            + $"{otherwise.TotalSeconds:0}s is taken.");
        return otherwise;
    }

    public bool Flag(string key)
    {
        switch (Find(key))
        {
            case null:
                return false;

            // What Go's strconv.ParseBool takes.
            case "1" or "t" or "T" or "true" or "TRUE" or "True":
                return true;
            case "0" or "f" or "F" or "false" or "FALSE" or "False":
                return false;
            case var unknown:
                problems.Add($"{prefix}{key} is '{Shown(unknown)}', neither true nor false; false is taken.");
                return false;
        }
    }

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
