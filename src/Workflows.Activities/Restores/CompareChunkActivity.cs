using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Restores.Applying;
using Workflows.Activities.Restores.Planning;
using Workflows.Core.Comparison;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Kubernetes;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Restores;

/// <summary>Compares the objects of one chunk with what is live; the cluster is only read.</summary>
public sealed class CompareChunkActivity(ActivityServices services) : Activity<CompareChunkInput, ComparedChunk>
{
    private const int ObjectsAtOnce = 8;

    /// <inheritdoc/>
    public override async Task<ComparedChunk> RunAsync(
        ActivityContext context, CompareChunkInput input, CancellationToken cancellationToken)
    {
        var documents = RestoreDocuments.Create(services, input.Spec, input.PlanId);
        var vouched = await VouchedForAsync(documents, input, cancellationToken);
        var chunk = await ArchivedChunk.OpenAsync(
            services, documents, input.Spec, input.Wave, input.Chunk, cancellationToken);
        var client = services.Clusters.Get(input.Spec.Cluster);
        var compared = 0;
        var differences = new ConcurrentBag<ObjectDifference>();
        await Parallel.ForEachAsync(
            chunk.ReadAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = ObjectsAtOnce, CancellationToken = cancellationToken },
            async (restored, token) =>
            {
                if (restored.Body is null || vouched?.Contains(restored.Key) == false)
                {
                    return;
                }

                Interlocked.Increment(ref compared);
                if (await CompareAsync(client, restored, restored.Body, token) is { } difference)
                {
                    differences.Add(difference);
                }
            });

        if (differences.IsEmpty)
        {
            return new(null, new(compared, 0));
        }

        var attempt = ActivityServices.NewAttempt();
        await documents.WriteDifferencesAsync(
            input.Wave, input.Chunk, attempt, [.. differences], cancellationToken);
        return new(attempt, new(compared, differences.Count));
    }

    /// <summary>The objects that the restore says are as archived; null when there was no restore.</summary>
    private static async Task<HashSet<ObjectKey>?> VouchedForAsync(
        RestoreDocuments documents, CompareChunkInput input, CancellationToken cancellationToken)
    {
        if (input.RestoredGroup is not { } group)
        {
            return null;
        }

        var attempt = await documents.ReadRestoredAttemptAsync(input.Wave, group, input.Chunk, cancellationToken);
        var outcomes = await documents.ReadOutcomesAsync(input.Wave, input.Chunk, attempt, cancellationToken);
        return
        [
            .. outcomes
                .Where(o => o.Outcome is RestoreOutcome.Created or RestoreOutcome.Unchanged or RestoreOutcome.Updated)
                .Select(outcome => outcome.Key),
        ];
    }

    private static async Task<ObjectDifference?> CompareAsync(
        ClusterClient client, RestoredObject restored, JsonObject body, CancellationToken cancellationToken)
    {
        ObjectBytes? live;
        try
        {
            live = await client.FindAsync(
                restored.Resource, restored.Key.Namespace, restored.Key.Name, cancellationToken);
        }
        catch (KubernetesException failed)
        {
            await ClusterProbe.RequireAnsweringAsync(client, failed, cancellationToken);
            return new(restored.Key, [$"It could not be compared: {failed.Message}"], Missing: false);
        }

        if (live is null)
        {
            return new(restored.Key, [], Missing: true);
        }

        var differences = ObjectComparison.Compare(
            body, restored.ParseLive(live.Value), restored.Key.Resource);
        return differences.Count == 0
            ? null
            : new(restored.Key, [.. differences.Select(difference => difference.ToString())], Missing: false);
    }
}
