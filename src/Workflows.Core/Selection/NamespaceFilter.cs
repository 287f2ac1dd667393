namespace Workflows.Core.Selection;

/// <summary>The namespaces that a selection takes.</summary>
public sealed class NamespaceFilter
{
    private readonly GlobPattern[] included;
    private readonly GlobPattern[] excluded;

    /// <exception cref="SelectionException">A pattern is not one.</exception>
    public NamespaceFilter(ObjectSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        included = [.. selection.IncludedNamespaces.Select(GlobPattern.Parse)];
        excluded = [.. selection.ExcludedNamespaces.Select(GlobPattern.Parse)];
        IsAll = excluded.Length == 0 && Array.TrueForAll(included, pattern => pattern.IsEverything);
    }

    /// <summary>Whether every namespace there can be is taken: none excluded, none or <c>*</c> included.</summary>
    public bool IsAll { get; }

    /// <summary>
    /// The included names without a wildcard: a namespace that is not on the server can be reported by name, and a
    /// caller without the right to list namespaces can still read these.
    /// </summary>
    public IReadOnlyList<string> NamedExactly =>
        [.. included.Where(pattern => pattern.IsLiteral).Select(pattern => pattern.Text).Distinct(StringComparer.Ordinal)];

    public bool Matches(string ns) =>
        !Array.Exists(excluded, pattern => pattern.IsMatch(ns))
        && (included.Length == 0 || Array.Exists(included, pattern => pattern.IsMatch(ns)));

    /// <summary>The included patterns that match none of the namespaces that exist: a likely slip of the pen.</summary>
    public IReadOnlyList<string> Unmatched(IEnumerable<string> existing)
    {
        var names = existing.ToArray();
        return [.. included.Where(pattern => !Array.Exists(names, pattern.IsMatch)).Select(pattern => pattern.Text)];
    }
}
