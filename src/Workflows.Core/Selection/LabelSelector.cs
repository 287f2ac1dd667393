using System.Diagnostics.CodeAnalysis;

namespace Workflows.Core.Selection;

/// <summary>
/// A label selector in kubectl's syntax: <c>a=b</c>, <c>a==b</c>, <c>a!=b</c>, <c>a in (b,c)</c>,
/// <c>a notin (b,c)</c>, <c>a</c>, <c>!a</c>, <c>a&gt;1</c>, <c>a&lt;1</c>, joined by commas; all must hold. The
/// grammar and the rules for keys and values are those of Kubernetes' <c>apimachinery/pkg/labels</c>. Two selectors
/// with the same canonical text are equal.
/// </summary>
public sealed class LabelSelector : IEquatable<LabelSelector>
{
    private readonly string canonical;

    internal LabelSelector(IEnumerable<LabelRequirement> requirements)
    {
        Requirements = [.. requirements.OrderBy(requirement => requirement.Key, StringComparer.Ordinal)
            .ThenBy(requirement => requirement.ToString(), StringComparer.Ordinal)];
        canonical = string.Join(',', Requirements);
    }

    public IReadOnlyList<LabelRequirement> Requirements { get; }

    /// <summary>Whether the selector has no term, as the text <c>""</c> has none.</summary>
    public bool IsEverything => Requirements.Count == 0;

    /// <exception cref="SelectionException">The text is no selector; the message says where it goes wrong.</exception>
    public static LabelSelector Parse(string text) =>
        TryParse(text, out var selector, out var problem) ? selector : throw new SelectionException([problem]);

    /// <summary>Reads a selector, or says in one sentence why the text is none.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out LabelSelector? selector, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            selector = new LabelSelector(new LabelSelectorParser(text).Read());
            problem = null;
            return true;
        }
        catch (FormatException error)
        {
            selector = null;
            problem = $"\"{text}\" is not a label selector: {error.Message}.";
            return false;
        }
    }

    public bool Matches(IReadOnlyDictionary<string, string>? labels) =>
        Requirements.All(requirement => requirement.Matches(labels));

    /// <summary>The canonical text, sorted, which the API server's <c>labelSelector</c> parameter accepts.</summary>
    public override string ToString() => canonical;

    public bool Equals(LabelSelector? other) =>
        other is not null && string.Equals(canonical, other.canonical, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as LabelSelector);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(canonical);
}
