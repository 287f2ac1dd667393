namespace Workflows.Core.Selection;

/// <summary>
/// Which objects a backup reads, or a restore takes from a backup. Velero's words and meanings; what is excluded wins
/// over what is included. Two selections with the same content are equal.
/// </summary>
public sealed record ObjectSelection
{
    /// <summary>Names or patterns (see <see cref="GlobPattern"/>); none, or <c>*</c>, means every namespace.</summary>
    public IReadOnlyList<string> IncludedNamespaces { get; init => field = value ?? []; } = [];

    /// <summary>Names or patterns of namespaces to leave out.</summary>
    public IReadOnlyList<string> ExcludedNamespaces { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Resources as <c>plural</c>, <c>plural.group</c>, singular, kind or short name, in any case, or patterns such
    /// as <c>*.cert-manager.io</c>; none, or <c>*</c>, means every resource. See <see cref="ResourceFilter"/>.
    /// </summary>
    public IReadOnlyList<string> IncludedResources { get; init => field = value ?? []; } = [];

    /// <summary>Resources to leave out, written as <see cref="IncludedResources"/> are.</summary>
    public IReadOnlyList<string> ExcludedResources { get; init => field = value ?? []; } = [];

    /// <summary>A selector in kubectl's syntax that objects must match; not together with the or-selectors.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Selectors of which an object must match at least one.</summary>
    public IReadOnlyList<string> OrLabelSelectors { get; init => field = value ?? []; } = [];

    /// <summary>
    /// True: all objects of the cluster that the other filters allow. False: none. Null: all when every namespace is
    /// included, else only those that the chosen namespaces need (see <see cref="ClusterScope"/>).
    /// </summary>
    public bool? IncludeClusterResources { get; init; }

    /// <summary>Every problem of this selection, a sentence each, so that all can be corrected at once.</summary>
    public IReadOnlyList<string> Validate() => SelectionValidation.ProblemsOf(this);

    public bool Equals(ObjectSelection? other) =>
        other is not null
        && Lists().Zip(other.Lists(), (mine, theirs) => mine.SequenceEqual(theirs, StringComparer.Ordinal)).All(same => same)
        && string.Equals(LabelSelector, other.LabelSelector, StringComparison.Ordinal)
        && IncludeClusterResources == other.IncludeClusterResources;

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(LabelSelector, StringComparer.Ordinal);
        hash.Add(IncludeClusterResources);
        foreach (var list in Lists())
        {
            // The length keeps ["a"], [] apart from [], ["a"].
            hash.Add(list.Count);
            foreach (var item in list)
            {
                hash.Add(item, StringComparer.Ordinal);
            }
        }

        return hash.ToHashCode();
    }

    private IReadOnlyList<string>[] Lists() =>
        [IncludedNamespaces, ExcludedNamespaces, IncludedResources, ExcludedResources, OrLabelSelectors];
}
