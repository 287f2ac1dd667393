using Workflows.Core.Resources;

namespace Workflows.Core.Selection;

/// <summary>
/// The resources that a selection takes. A name without a group means that name in every group, so that
/// <c>ingresses</c> takes both <c>ingresses.extensions</c> and <c>ingresses.networking.k8s.io</c>; a dot at the end
/// (<c>services.</c>) means the core group alone.
/// </summary>
public sealed class ResourceFilter
{
    private static readonly GroupResource Namespaces = new("namespaces", "");

    private readonly (string Written, GlobPattern Pattern)[] included;
    private readonly GlobPattern[] excluded;

    /// <exception cref="SelectionException">A pattern is not one.</exception>
    public ResourceFilter(ObjectSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        included = [.. selection.IncludedResources.Select(written => (written, Parse(written)))];
        excluded = [.. selection.ExcludedResources.Select(Parse)];
        ClusterScope = selection.IncludeClusterResources switch
        {
            true => ClusterScope.All,
            false => ClusterScope.None,
            null => new NamespaceFilter(selection).IsAll ? ClusterScope.All : ClusterScope.Related,
        };
    }

    /// <summary>How resources without a namespace are treated.</summary>
    public ClusterScope ClusterScope { get; }

    /// <summary>
    /// Whether the resource's objects are taken as a matter of course. With <see cref="ClusterScope.Related"/> a
    /// resource of the cluster is only if it is namespaces (which the namespace filter then narrows) or if an
    /// included pattern other than <c>*</c> names it: who names a resource wants it.
    /// </summary>
    public bool Matches(ApiResource r)
    {
        if (!Allows(r))
        {
            return false;
        }

        return r.Namespaced || ClusterScope switch
        {
            ClusterScope.All => true,
            ClusterScope.None => false,
            _ => r.GroupResource == Namespaces || IsNamed(r),
        };
    }

    /// <summary>
    /// Whether single objects of this resource are taken when an object that is taken needs them: a volume of a
    /// claim, the definition of a custom resource. Being needed overrides that nobody named the resource, as in
    /// Velero, but neither an exclusion nor <see cref="ClusterScope.None"/>.
    /// </summary>
    public bool MatchesWhenRelated(ApiResource r) =>
        !Array.Exists(excluded, pattern => Names(r).Any(pattern.IsMatch))
        && (r.Namespaced || ClusterScope is not ClusterScope.None);

    /// <summary>The included patterns that match no resource of this server: a warning is due, as written.</summary>
    public IReadOnlyList<string> Unmatched(IEnumerable<ApiResource> served)
    {
        var names = served.SelectMany(Names).Distinct(StringComparer.Ordinal).ToArray();
        return [.. included.Where(item => !Array.Exists(names, item.Pattern.IsMatch)).Select(item => item.Written)];
    }

    private bool Allows(ApiResource r)
    {
        ArgumentNullException.ThrowIfNull(r);
        var names = Names(r).ToArray();
        return !Array.Exists(excluded, pattern => Array.Exists(names, pattern.IsMatch))
            && (included.Length == 0 || Array.Exists(included, item => Array.Exists(names, item.Pattern.IsMatch)));
    }

    private bool IsNamed(ApiResource r) =>
        Array.Exists(included, item => !item.Pattern.IsEverything && Names(r).Any(item.Pattern.IsMatch));

    private static GlobPattern Parse(string written) => GlobPattern.Parse(LowerCase(written));

    private static IEnumerable<string> Names(ApiResource r)
    {
        string[] spellings = [r.Plural, r.Singular, r.Kind, .. r.ShortNames];
        foreach (var spelling in spellings.Where(spelling => spelling.Length > 0).Select(LowerCase).Distinct(StringComparer.Ordinal))
        {
            yield return spelling;
            yield return $"{spelling}.{LowerCase(r.Group)}";
        }
    }

    private static string LowerCase(string text) =>
        string.Create(text.Length, text, (span, source) => source.AsSpan().ToLowerInvariant(span));
}
