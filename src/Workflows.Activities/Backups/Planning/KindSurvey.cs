using Workflows.Activities.Clusters;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Errors;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Kubernetes;

namespace Workflows.Activities.Backups.Planning;

/// <summary>Asks how many objects of a kind there are, with a list of one: what is empty needs no list of its own.</summary>
/// <param name="client">The cluster.</param>
/// <param name="spec">What was asked for.</param>
/// <param name="revision">The backup's revision; null to read each list as it is.</param>
/// <param name="namespaces">The namespaces selected.</param>
internal sealed class KindSurvey(
    ClusterClient client, BackupSpec spec, string? revision, IReadOnlyList<string> namespaces)
{
    private const int BadRequest = 400;

    private readonly Lock gate = new();

    public List<Problem> Problems { get; } = [];

    /// <summary>Asks for all kinds side by side; the client limits how many requests are at work.</summary>
    /// <returns>The kinds that can be captured, in the order given.</returns>
    /// <exception cref="KubernetesException">The revision was compacted, or the cluster does not answer.</exception>
    public async Task<IReadOnlyList<SurveyedKind>> CountAsync(
        IReadOnlyList<ApiResource> resources, CancellationToken cancellationToken)
    {
        var counted = await Task.WhenAll(resources.Select(resource => CountAsync(resource, cancellationToken)));
        Problems.AddRange(counted.OfType<SurveyedKind>().Where(kind => kind.OwnRevision).Select(Apart));
        return [.. counted.OfType<SurveyedKind>()];
    }

    private async Task<SurveyedKind?> CountAsync(ApiResource resource, CancellationToken cancellationToken)
    {
        try
        {
            return await CountAsync(resource, null, cancellationToken);
        }
        catch (KubernetesApiException denied) when (
            denied.Kind == ErrorKind.Denied && resource.Namespaced && spec.Selection.IncludedNamespaces.Count > 0)
        {
            return await CountInNamespacesAsync(resource, cancellationToken);
        }
        catch (KubernetesException failed) when (
            failed is KubernetesApiException { IsExpired: false } or MalformedResponseException)
        {
            await ClusterProbe.RequireAnsweringAsync(client, failed, cancellationToken);
            var isServed = failed is KubernetesApiException { Kind: ErrorKind.Denied };
            Add(new(spec.Permissive && !isServed ? ProblemSeverity.Warning : ProblemSeverity.Error, resource.GroupResource.ToString(), null, failed.Message));
            return null;
        }
    }

    /// <summary>
    /// Asks namespace by namespace until one has objects of the kind: which tells that there are some, and at which
    /// revisions they can be read. Whether the kind may be listed in each of them, capturing tells.
    /// </summary>
    private async Task<SurveyedKind> CountInNamespacesAsync(ApiResource resource, CancellationToken cancellationToken)
    {
        var found = new SurveyedKind(resource, 0);
        foreach (var ns in namespaces)
        {
            found = await TryCountInAsync(resource, ns, cancellationToken) ?? found;
            if (found.Count > 0)
            {
                break;
            }
        }

        return found with { NamespacesOnly = true };
    }

    private async Task<SurveyedKind?> TryCountInAsync(
        ApiResource resource, string ns, CancellationToken cancellationToken)
    {
        try
        {
            return await CountAsync(resource, ns, cancellationToken);
        }
        catch (KubernetesException failed) when (
            failed is KubernetesApiException { IsExpired: false } or MalformedResponseException)
        {
            await ClusterProbe.RequireAnsweringAsync(client, failed, cancellationToken);
            return null;
        }
    }

    private async Task<SurveyedKind> CountAsync(ApiResource resource, string? ns, CancellationToken cancellationToken)
    {
        try
        {
            var (count, answered) = await AskAsync(resource, ns, revision, cancellationToken);
            return new(resource, count) { OwnRevision = revision is not null && answered != revision };
        }
        catch (KubernetesApiException refused) when (revision is not null && IsAboutRevision(refused))
        {
            if (refused.IsExpired && !await Revision.IsKeptAsync(client, spec, revision, cancellationToken))
            {
                throw;
            }

            var (count, _) = await AskAsync(resource, ns, null, cancellationToken);
            return new(resource, count) { OwnRevision = true };
        }
    }

    /// <summary>
    /// An aggregated API with an etcd of its own has never heard of the revision, or compacted it long ago; one without
    /// may not know resourceVersionMatch. What it holds can be read as it is now.
    /// </summary>
    private static bool IsAboutRevision(KubernetesApiException refused) =>
        refused.IsExpired
        || refused.HttpStatus == BadRequest
        || refused.HasCause("ResourceVersionTooLarge")
        || refused.Message.Contains("future revision", StringComparison.OrdinalIgnoreCase);

    private static Problem Apart(SurveyedKind kind) => new(
        ProblemSeverity.Warning,
        kind.Resource.GroupResource.ToString(),
        null,
        "It is served from elsewhere, at a revision of its own, and was captured apart.");

    private async Task<(long Count, string Revision)> AskAsync(
        ApiResource resource, string? ns, string? at, CancellationToken cancellationToken)
    {
        using var page = await client.ListPageAsync(
            resource, ns, ExactList.Page(at, null, pageSize: 1), cancellationToken);

        // A server that leaves the count out (a custom one may) is listed as if the kind were large.
        var remaining = page.RemainingItemCount ?? (page.Continue is null ? 0 : spec.PageSize);
        return (page.Items.Count + remaining, page.ResourceVersion);
    }

    private void Add(Problem problem)
    {
        lock (gate)
        {
            Problems.Add(problem);
        }
    }
}
