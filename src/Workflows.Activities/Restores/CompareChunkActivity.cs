using System.Collections.Concurrent;
using Workflows.Activities.Restores.Applying;
using Workflows.Activities.Restores.Comparing;
using Workflows.Activities.Restores.Planning;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Restores;

/// <summary>Compares the objects of one chunk with what is live; the cluster is only read.</summary>
public sealed class CompareChunkActivity(ActivityServices services) : Activity<CompareChunkInput, ComparedChunk>
{
    private const int BatchesAtOnce = 8;

    /// <inheritdoc/>
    public override async Task<ComparedChunk> RunAsync(
        ActivityContext context, CompareChunkInput input, CancellationToken cancellationToken)
    {
        var documents = RestoreDocuments.Create(services, input.Spec, input.PlanId);
        var vouched = await VouchedForAsync(documents, input, cancellationToken);
        var chunk = await ArchivedChunk.OpenAsync(
            services, documents, input.Spec, input.Wave, input.Chunk, cancellationToken);
        var comparer = new ObjectComparer(services.Clusters.Get(input.Spec.Cluster));
        var compared = 0;
        var differences = new ConcurrentBag<ObjectDifference>();
        var objects = chunk.ReadAsync(cancellationToken)
            .Where(restored => restored.Body is not null && vouched?.Contains(restored.Key) != false);
        await Parallel.ForEachAsync(
            ComparisonBatch.CutAsync(objects, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = cancellationToken },
            async (batch, token) =>
            {
                await comparer.CompareAsync(batch, differences.Add, token);
                Interlocked.Add(ref compared, batch.Objects.Count);
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
}
