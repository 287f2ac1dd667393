using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>Restores the chunks of one wave, some at a time.</summary>
public sealed class RestoreWaveOrchestrator : Orchestrator<WaveInput, OutcomeCounts>
{
    public override async Task<OutcomeCounts> RunAsync(OrchestrationContext context, WaveInput input)
    {
        var counts = OutcomeCounts.None;
        await FanOut.RunAsync(
            Enumerable.Range(0, input.Wave.Chunks).ToArray(),
            input.Spec.Window,
            chunk => context.CallActivityAsync(
                RestoreNames.RestoreChunk,
                new ChunkInput(input.Spec, input.PlanId, input.Wave.Number, chunk),
                Retries.Transient),
            done =>
            {
                counts = counts.Plus(done);
                context.SetCustomStatus(new RestoreProgress(
                    "Restoring", input.Wave.Name, input.Wave.Objects, counts.Total, counts.Failed));
            });
        return counts;
    }
}
