using Workflows.Activities.Clusters;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Resources;
using Workflows.Kubernetes;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups.Capturing;

/// <summary>Compares the objects of a part at a revision with those that were captured, by their versions.</summary>
internal sealed class PartCheck
{
    private readonly ActivityServices services;
    private readonly CheckPartInput input;
    private readonly CaptureFilter filter;
    private readonly ClusterClient client;
    private readonly long startedAt;

    public PartCheck(ActivityServices services, CheckPartInput input, CaptureScope scope)
    {
        this.services = services;
        this.input = input;
        filter = new(input.Spec.Selection, scope);
        client = services.Clusters.Get(input.Spec.Cluster);
        startedAt = services.Time.GetTimestamp();
    }

    /// <summary>
    /// A kind that can't be listed any more, or lists that outlast the budget, count as changed: capturing them again
    /// tells what is wrong, and does so in steps.
    /// </summary>
    public async Task<PartState> RunAsync(CancellationToken cancellationToken)
    {
        var hash = ObjectSetHash.Empty;
        try
        {
            // What has a revision of its own was captured as it was, and is no part of the one moment.
            foreach (var slice in input.Part.Slices.Where(slice => !slice.OwnRevision))
            {
                if (await HashAsync(slice, hash, cancellationToken) is not { } more)
                {
                    return PartState.Changed;
                }

                hash = more;
            }
        }
        catch (KubernetesApiException compacted) when (compacted.IsExpired)
        {
            return PartState.Compacted;
        }
        catch (MalformedObjectException)
        {
            return PartState.Changed;
        }
        catch (KubernetesException failed) when (failed is KubernetesApiException or MalformedResponseException)
        {
            await ClusterProbe.RequireAnsweringAsync(client, failed, cancellationToken);
            return PartState.Changed;
        }

        return hash == ObjectSetHash.Parse(input.Hash) ? PartState.Unchanged : PartState.Changed;
    }

    /// <returns>The hash with the objects of a list; null when the budget is used up.</returns>
    private async Task<ObjectSetHash?> HashAsync(
        CaptureSlice slice, ObjectSetHash hash, CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            if (services.Time.GetElapsedTime(startedAt) > services.Budget)
            {
                return null;
            }

            var resource = slice.ToResource();
            var query = filter.Page(slice, input.Revision, token, input.Spec.PageSize) with { MetadataOnly = true };
            using var page = await client.ListPageAsync(resource, slice.Namespace, query, cancellationToken);
            ExactRevision.Require(resource, page, input.Revision);
            foreach (var item in page.Items)
            {
                var head = ObjectHead.Read(item.ToObject().Json.Span);
                if (filter.Includes(slice, head))
                {
                    hash = hash.With(resource.GroupResource, head);
                }
            }

            token = page.Continue;
        }
        while (token is not null);
        return hash;
    }
}
