using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>Restores the chunks of one wave, some at a time.</summary>
public sealed class RestoreWaveOrchestrator : Orchestrator<WaveInput, RestoredWave>
{
    public override async Task<RestoredWave> RunAsync(OrchestrationContext context, WaveInput input)
    {
        var counts = OutcomeCounts.None;
        var chunks = await FanOut.RunAsync(
            Enumerable.Range(0, input.Wave.Chunks).ToArray(),
            input.Spec.Window,
            chunk => context.CallActivityAsync(
                RestoreNames.RestoreChunk,
                new ChunkInput(input.Spec, input.PlanId, input.Wave.Number, chunk),
                Retries.Transient),
            done =>
            {
                counts = counts.Plus(done.Counts);
                context.SetCustomStatus(new RestoreProgress(
                    "Restoring", input.Wave.Name, input.Wave.Objects, counts.Total, counts.Failed));
            });
        return new(input.Wave.Number, [.. chunks.Select(chunk => chunk.Attempt)], counts);
    }
}
