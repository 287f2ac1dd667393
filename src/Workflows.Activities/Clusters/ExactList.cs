using System.Runtime.CompilerServices;
using Workflows.Core.Resources;
using Workflows.Kubernetes;

namespace Workflows.Activities.Clusters;

/// <summary>Reads whole lists at one revision, a page at a time.</summary>
internal static class ExactList
{
    /// <summary>
    /// The query of a page. A first page names the revision and asks for exactly it; a continuation carries neither,
    /// since its token does.
    /// </summary>
    /// <param name="revision">The revision; null reads what is there now.</param>
    /// <param name="continueToken">The token of the page before; null for the first page.</param>
    /// <param name="pageSize">Objects in the page at most.</param>
    /// <param name="labelSelector">What the server filters by; null for nothing.</param>
    public static ListQuery Page(string? revision, string? continueToken, int pageSize, string? labelSelector = null) =>
        continueToken is not null
            ? new() { Limit = pageSize, Continue = continueToken, LabelSelector = labelSelector }
            : revision is null
                ? new() { Limit = pageSize, LabelSelector = labelSelector }
                : new()
                {
                    Limit = pageSize,
                    ResourceVersion = revision,
                    Match = ResourceVersionMatch.Exact,
                    LabelSelector = labelSelector,
                };

    /// <summary>Every item of a list; an item's bytes are good until the next is asked for.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="resource">The kind.</param>
    /// <param name="revision">The revision; null reads what is there now.</param>
    /// <param name="pageSize">Objects in a page.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="ns">The namespace; null for all.</param>
    /// <exception cref="Core.Errors.WorkflowsException">It was read at another revision.</exception>
    public static async IAsyncEnumerable<ListItem> ItemsAsync(
        ClusterClient client,
        ApiResource resource,
        string? revision,
        int pageSize,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        string? ns = null)
    {
        string? token = null;
        do
        {
            using var page = await client.ListPageAsync(
                resource, ns, Page(revision, token, pageSize), cancellationToken);
            ExactRevision.Require(resource, page, revision);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            token = page.Continue;
        }
        while (token is not null);
    }
}
