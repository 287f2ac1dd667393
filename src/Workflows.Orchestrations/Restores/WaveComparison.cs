using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>Compares wave by wave; shared by a restore, which ends with it, and a comparison on its own.</summary>
internal static class WaveComparison
{
    public static async Task<ComparisonCounts> RunAsync(
        OrchestrationContext context, RestoreSpec spec, RestorePlan plan)
    {
        var counts = ComparisonCounts.None;
        foreach (var wave in plan.Waves)
        {
            counts = counts.Plus(await context.CallSubOrchestrationAsync(
                RestoreNames.CompareWave,
                new WaveInput(spec, plan.PlanId, wave),
                $"{context.InstanceId}:compare-{wave.Number:D2}"));
        }

        return counts;
    }
}
