using System.Collections.Concurrent;
using Workflows.Activities.Restores.Applying;
using Workflows.Activities.Restores.Planning;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Restores;

/// <summary>
/// Restores the objects of one chunk side by side, and stores what became of each under this attempt's name.
/// </summary>
public sealed class RestoreChunkActivity(ActivityServices services) : Activity<ChunkInput, RestoredChunk>
{
    /// <summary>Objects of a chunk under way at once; how many requests that means, the client decides.</summary>
    private const int ObjectsAtOnce = 8;

    /// <inheritdoc/>
    public override async Task<RestoredChunk> RunAsync(
        ActivityContext context, ChunkInput input, CancellationToken cancellationToken)
    {
        var deadline = new AttemptDeadline(services);
        var documents = RestoreDocuments.Create(services, input.Spec, input.PlanId);
        var chunk = await ArchivedChunk.OpenAsync(
            services, documents, input.Spec, input.Wave, input.Chunk, cancellationToken);
        var restorer = new ObjectRestorer(
            services.Clusters.Get(input.Spec.Cluster), input.Spec, services.Time);
        var outcomes = new ConcurrentBag<ObjectOutcome>();
        await Parallel.ForEachAsync(
            chunk.ReadAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = ObjectsAtOnce, CancellationToken = cancellationToken },
            async (restored, token) =>
            {
                deadline.Require();
                outcomes.Add(await restorer.RestoreAsync(restored, token));
            });

        var attempt = ActivityServices.NewAttempt();
        await documents.WriteOutcomesAsync(input.Wave, input.Chunk, attempt, [.. outcomes], cancellationToken);
        return new(
            input.Chunk,
            attempt,
            outcomes.Aggregate(OutcomeCounts.None, (counts, outcome) => counts.Plus(outcome.Outcome)));
    }
}
