using System.Runtime.CompilerServices;
using Workflows.Activities.Restores.Applying;
using Workflows.Core.Resources;
using Workflows.Kubernetes;

namespace Workflows.Activities.Restores.Comparing;

/// <summary>
/// Finds the live objects of a batch in a list, where that costs less than asking for each: an object in a list costs
/// the server about an eighth of one that is asked for by name.
/// </summary>
/// <param name="client">The cluster.</param>
internal sealed class LiveObjects(ClusterClient client)
{
    /// <summary>So many objects may be listed for each one that is looked for.</summary>
    private const int ListedPerObject = 8;

    private const int MaxPage = 500;

    /// <summary>What a page may be long if its objects are as long as the archived ones.</summary>
    private const long PageBytes = 1 << 20;

    /// <summary>
    /// The objects of the batch that a list shows, each with what it shows. One that is not among them may still be
    /// there: the list was too long to be read to its end, could not be read, or came from a server whose lists are
    /// not whole. It has to be asked for by name.
    /// </summary>
    public async IAsyncEnumerable<(RestoredObject Restored, ObjectBytes Live)> FindAsync(
        ComparisonBatch batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (batch.Objects.Count == 1)
        {
            yield break;
        }

        var wanted = batch.Objects
            .DistinctBy(restored => restored.Key.Name, StringComparer.Ordinal)
            .ToDictionary(restored => restored.Key.Name, StringComparer.Ordinal);
        var budget = wanted.Count * ListedPerObject;
        var limit = (int)Math.Clamp(PageBytes * wanted.Count / Math.Max(1, batch.Bytes), 1, Math.Min(budget, MaxPage));
        string? token = null;
        do
        {
            using var page = await TryListAsync(batch, limit, token, cancellationToken);
            if (page is null)
            {
                yield break;
            }

            foreach (var item in page.Items)
            {
                var live = item.ToObject();
                if (NameIn(live, batch.Namespace) is { } name && wanted.Remove(name, out var restored))
                {
                    yield return (restored, live);
                }
            }

            budget -= Math.Max(1, page.Count);
            token = page.RemainingItemCount > budget ? null : page.Continue;
        }
        while (token is not null && budget > 0 && wanted.Count > 0);
    }

    /// <summary>
    /// A list may fail where its objects can be had: it is not allowed, or one object of the kind can't be converted.
    /// What is wrong with which of them shows when they are asked for.
    /// </summary>
    private async Task<ListPage?> TryListAsync(
        ComparisonBatch batch, int limit, string? token, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ListPageAsync(
                batch.Resource, batch.Namespace, new() { Limit = limit, Continue = token }, cancellationToken);
        }
        catch (KubernetesException)
        {
            return null;
        }
    }

    private static string? NameIn(ObjectBytes live, string? ns)
    {
        try
        {
            var head = ObjectHead.Read(live.Json.Span);
            return head.Namespace == ns ? head.Name : null;
        }
        catch (MalformedObjectException)
        {
            return null;
        }
    }
}
