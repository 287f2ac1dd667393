using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Errors;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Core.Selection;
using Workflows.Kubernetes;

namespace Workflows.Activities.Backups.Planning;

/// <summary>What there is to capture: version, discovery, revision, namespaces, kinds with their counts.</summary>
internal sealed class ClusterSurvey(ClusterClient client, BackupSpec spec)
{
    /// <exception cref="WorkflowsException">
    /// The revision was compacted under way (<see cref="ErrorKind.Unavailable"/>): another attempt takes a later one.
    /// </exception>
    public async Task<SurveyResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SurveyAsync(cancellationToken);
        }
        catch (KubernetesApiException expired) when (expired.IsExpired)
        {
            throw new WorkflowsException(
                ErrorKind.Unavailable,
                "The cluster compacted its history faster than it could be asked what there is, and a backup of one "
                + $"moment needs some of it: {expired.Message}",
                expired);
        }
    }

    private async Task<SurveyResult> SurveyAsync(CancellationToken cancellationToken)
    {
        var version = await client.GetVersionAsync(cancellationToken);
        var discovery = await client.DiscoverAsync(cancellationToken);
        var namespaces = await NamespaceSurvey.TakeAsync(client, spec, cancellationToken);

        var filter = new ResourceFilter(spec.Selection);
        var listable = CohabitingResources.WithoutDoubles([.. discovery.Resources.Where(IsCapturable)]);
        var kindSurvey = new KindSurvey(client, spec, RevisionOf(namespaces), namespaces.Selected);
        var kinds = await kindSurvey.CountAsync([.. listable.Where(filter.Matches)], cancellationToken);
        var related = await FindRelatedAsync(filter, listable, kinds, namespaces, cancellationToken);
        var relatedKinds = related
            .Where(pair => pair.Value.Count > 0)
            .Select(pair => new SurveyedKind(pair.Key, pair.Value.Count) { NamedOnly = true });

        return new(
            version.GitVersion,
            await FindClusterUidAsync(cancellationToken),
            namespaces.Revision,
            [.. kinds.Concat(relatedKinds)],
            namespaces.Selected,
            namespaces.Total,
            ScopeOf(namespaces, related),
            [.. namespaces.Problems, .. DiscoveryProblems(filter, discovery, spec.Permissive), .. kindSurvey.Problems]);
    }

    /// <summary>A cluster has no name of its own; by convention the uid of this namespace is its identity.</summary>
    private async Task<string?> FindClusterUidAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await client.FindAsync(Revision.Namespaces, null, "kube-system", cancellationToken);
            return found is null ? null : ObjectHead.Read(found.Value.Json.Span).Uid;
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            return null;
        }
    }

    /// <summary>What lists are read at; null where each is read as it is.</summary>
    private string? RevisionOf(NamespaceSurvey namespaces) => spec.OneRevision ? namespaces.Revision : null;

    private bool IsCapturable(ApiResource resource) =>
        resource.Allows("list")
        && BuiltInExclusions.ForBackup(resource.GroupResource) is null
        && (spec.IncludeSecrets || resource.GroupResource != KnownResources.Secrets);

    private async Task<IReadOnlyDictionary<ApiResource, HashSet<string>>> FindRelatedAsync(
        ResourceFilter filter,
        IReadOnlyList<ApiResource> listable,
        IReadOnlyList<SurveyedKind> kinds,
        NamespaceSurvey namespaces,
        CancellationToken cancellationToken)
    {
        if (filter.ClusterScope != ClusterScope.Related)
        {
            return new Dictionary<ApiResource, HashSet<string>>();
        }

        var selected = namespaces.Selected.ToHashSet(StringComparer.Ordinal);
        var candidates = listable
            .Where(resource => !resource.Namespaced && !filter.Matches(resource) && filter.MatchesWhenRelated(resource));
        var related = new RelatedObjects(client, RevisionOf(namespaces), spec.PageSize, selected.Contains);
        var found = await related.FindAsync([.. candidates], kinds, cancellationToken);
        namespaces.Problems.AddRange(related.Problems);
        return found;
    }

    private static CaptureScope ScopeOf(
        NamespaceSurvey namespaces, IReadOnlyDictionary<ApiResource, HashSet<string>> related)
    {
        // Whichever list is shorter: every part reads the scope, and there may be thousands of namespaces.
        var except = namespaces.NotSelected.Count < namespaces.Selected.Count;
        return new()
        {
            AllNamespacesExcept = except,
            Namespaces = (except ? namespaces.NotSelected : namespaces.Selected).ToHashSet(StringComparer.Ordinal),
            Names = related.ToDictionary(
                pair => pair.Key.GroupResource.ToString(), pair => pair.Value, StringComparer.Ordinal),
        };
    }

    private static IEnumerable<Problem> DiscoveryProblems(ResourceFilter filter, Discovery discovery, bool permissive)
    {
        var broken = discovery.Broken.Select(group => new Problem(
            permissive ? ProblemSeverity.Warning : ProblemSeverity.Error,
            group.Version.Length == 0 ? group.Group : $"{group.Group}/{group.Version}",
            null,
            group.Message));
        var unmatched = filter.Unmatched(discovery.Resources).Select(pattern => new Problem(
            ProblemSeverity.Warning, pattern, null, $"This cluster serves no resource '{pattern}'."));
        return broken.Concat(unmatched);
    }
}
