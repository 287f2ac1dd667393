namespace Workflows.Core.Selection;

/// <summary>
/// What a label's key and value may look like (Kubernetes documentation, "Labels and Selectors: syntax and character
/// set"). Problems are half sentences.
/// </summary>
public static class LabelSyntax
{
    private const int LongestName = 63;
    private const int LongestPrefix = 253;

    /// <returns>What is wrong with a key; null for nothing.</returns>
    public static string? ProblemOfKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length == 0)
        {
            return "a term has no key";
        }

        var slash = key.IndexOf('/');
        var (prefix, name) = slash < 0 ? (null, key) : (key[..slash], key[(slash + 1)..]);
        if (prefix is not null && !IsDnsSubdomain(prefix))
        {
            return $"the prefix of the key \"{key}\" is not a DNS name of at most {LongestPrefix} characters";
        }

        return IsName(name)
            ? null
            : $"the key \"{key}\" does not begin and end with a letter or digit, with letters, digits, "
                + $"'-', '_' and '.' between, at most {LongestName} characters";
    }

    /// <returns>What is wrong with a value; null for nothing.</returns>
    public static string? ProblemOfValue(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length == 0 || IsName(value)
            ? null
            : $"the value \"{value}\" does not begin and end with a letter or digit, with letters, digits, "
                + $"'-', '_' and '.' between, at most {LongestName} characters";
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName
        && char.IsAsciiLetterOrDigit(text[0])
        && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static bool IsDnsSubdomain(string text) =>
        text.Length is > 0 and <= LongestPrefix && text.Split('.').All(IsDnsLabel);

    private static bool IsDnsLabel(string text) =>
        text.Length > 0
        && text[0] != '-'
        && text[^1] != '-'
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
