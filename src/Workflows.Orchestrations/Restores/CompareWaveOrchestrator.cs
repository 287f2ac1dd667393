using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>Compares the chunks of one wave, some at a time.</summary>
public sealed class CompareWaveOrchestrator : Orchestrator<CompareWaveInput, ComparedWave>
{
    public override async Task<ComparedWave> RunAsync(OrchestrationContext context, CompareWaveInput input)
    {
        var chunks = await FanOut.RunAsync(
            Enumerable.Range(0, input.Wave.Chunks).ToArray(),
            input.Spec.Window,
            chunk => context.CallActivityAsync(
                RestoreNames.CompareChunk,
                new CompareChunkInput(
                    input.Spec, input.PlanId, input.Wave.Number, chunk, input.Restored?.Attempts[chunk]),
                Retries.Transient));
        return chunks.Aggregate(
            ComparedWave.None,
            (total, chunk) => total.Plus(new(chunk.Record is null ? [] : [chunk.Record], chunk.Counts)));
    }
}
