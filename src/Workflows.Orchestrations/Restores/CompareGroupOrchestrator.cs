using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>Compares the chunks of one group, some at a time, and records where their differences lie.</summary>
public sealed class CompareGroupOrchestrator : Orchestrator<CompareGroupInput, ComparisonCounts>
{
    public override async Task<ComparisonCounts> RunAsync(OrchestrationContext context, CompareGroupInput input)
    {
        var group = input.Group;
        var compared = await FanOut.RunAsync(
            Enumerable.Range(group.First, group.Chunks).ToArray(),
            input.Spec.Window,
            chunk => context.CallActivityAsync(
                RestoreNames.CompareChunk,
                new CompareChunkInput(
                    input.Spec, input.PlanId, group.Wave, chunk, input.IsRestored ? group.Number : null),
                Retries.Transient));
        var records = compared
            .Select((chunk, index) => (chunk.Record, Chunk: group.First + index))
            .Where(chunk => chunk.Record is not null)
            .Select(chunk => new ChunkAttempt(chunk.Chunk, chunk.Record!))
            .ToArray();
        if (records.Length > 0)
        {
            await context.CallActivityAsync(
                RestoreNames.RecordCompared,
                new RecordGroupInput(input.Spec, input.PlanId, group.Wave, group.Number, records),
                Retries.Transient);
        }

        return compared.Aggregate(ComparisonCounts.None, (total, chunk) => total.Plus(chunk.Counts));
    }
}
