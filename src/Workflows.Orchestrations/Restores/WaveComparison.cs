using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>Compares wave by wave; shared by a restore, which ends with it, and a comparison on its own.</summary>
internal static class WaveComparison
{
    /// <param name="context">The orchestration.</param>
    /// <param name="spec">What was asked for.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="restored">What a restore reported of each wave, in order; null compares everything.</param>
    public static async Task<ComparedWave> RunAsync(
        OrchestrationContext context, RestoreSpec spec, RestorePlan plan, IReadOnlyList<RestoredWave>? restored)
    {
        var total = ComparedWave.None;
        for (var index = 0; index < plan.Waves.Count; index++)
        {
            var wave = plan.Waves[index];
            total = total.Plus(await context.CallSubOrchestrationAsync(
                RestoreNames.CompareWave,
                new CompareWaveInput(spec, plan.PlanId, wave, restored?[index]),
                $"{context.InstanceId}:compare-{wave.Number:D2}"));
        }

        return total;
    }
}
