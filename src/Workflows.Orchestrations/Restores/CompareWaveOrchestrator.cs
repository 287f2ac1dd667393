using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>Compares the chunks of one wave, some at a time.</summary>
public sealed class CompareWaveOrchestrator : Orchestrator<WaveInput, ComparisonCounts>
{
    public override async Task<ComparisonCounts> RunAsync(OrchestrationContext context, WaveInput input)
    {
        var counts = ComparisonCounts.None;
        await FanOut.RunAsync(
            Enumerable.Range(0, input.Wave.Chunks).ToArray(),
            input.Spec.Window,
            chunk => context.CallActivityAsync(
                RestoreNames.CompareChunk,
                new ChunkInput(input.Spec, input.PlanId, input.Wave.Number, chunk),
                Retries.Transient),
            done => counts = counts.Plus(done));
        return counts;
    }
}
