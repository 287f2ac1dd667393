using Workflows.Activities.Clusters;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Errors;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Kubernetes;

namespace Workflows.Activities.Backups.Planning;

/// <summary>Asks how many objects of a kind there are, with a list of one: what is empty needs no list of its own.</summary>
internal sealed class KindSurvey(ClusterClient client, BackupSpec spec, string? revision)
{
    private const int BadRequest = 400;

    private readonly Lock gate = new();

    public List<Problem> Problems { get; } = [];

    /// <summary>Asks for all kinds side by side; the client limits how many requests are at work.</summary>
    /// <returns>The kinds that can be captured, in the order given.</returns>
    public async Task<IReadOnlyList<SurveyedKind>> CountAsync(
        IReadOnlyList<ApiResource> resources, CancellationToken cancellationToken)
    {
        var counted = await Task.WhenAll(resources.Select(resource => CountAsync(resource, cancellationToken)));
        return [.. counted.OfType<SurveyedKind>()];
    }

    private async Task<SurveyedKind?> CountAsync(ApiResource resource, CancellationToken cancellationToken)
    {
        try
        {
            var (count, answered) = await AskAsync(resource, revision, cancellationToken);
            return revision is null || answered == revision
                ? new(resource, count)
                : OwnRevision(resource, count, answered);
        }
        catch (KubernetesApiException refused) when (revision is not null && refused.HttpStatus == BadRequest)
        {
            // An aggregated API may not know resourceVersionMatch; what it holds is then read as it is now.
            var (count, answered) = await AskAsync(resource, null, cancellationToken);
            return OwnRevision(resource, count, answered);
        }
        catch (KubernetesApiException denied) when (
            denied.Kind == ErrorKind.Denied && resource.Namespaced && spec.Selection.IncludedNamespaces.Count > 0)
        {
            return new(resource, 0) { NamespacesOnly = true };
        }
        catch (KubernetesException failed) when (
            failed is KubernetesApiException { IsExpired: false } or MalformedResponseException)
        {
            await ClusterProbe.RequireAnsweringAsync(client, failed, cancellationToken);
            Add(new(ProblemSeverity.Error, resource.GroupResource.ToString(), null, failed.Message));
            return null;
        }
    }

    private SurveyedKind OwnRevision(ApiResource resource, long count, string answered)
    {
        Add(new(
            ProblemSeverity.Warning,
            resource.GroupResource.ToString(),
            null,
            $"It is served from elsewhere, at a revision of its own ({answered}), and was captured apart."));
        return new(resource, count) { OwnRevision = true };
    }

    private async Task<(long Count, string Revision)> AskAsync(
        ApiResource resource, string? at, CancellationToken cancellationToken)
    {
        using var page = await client.ListPageAsync(
            resource, null, ExactList.Page(at, null, pageSize: 1), cancellationToken);

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
