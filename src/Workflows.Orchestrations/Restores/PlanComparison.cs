using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>Compares group by group; shared by a restore, which ends with it, and a comparison on its own.</summary>
internal static class PlanComparison
{
    /// <param name="context">The orchestration.</param>
    /// <param name="spec">What was asked for.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="isRestored">Whether the plan was carried out; else everything in it is compared.</param>
    public static async Task<ComparisonCounts> RunAsync(
        OrchestrationContext context, RestoreSpec spec, RestorePlan plan, bool isRestored)
    {
        var total = ComparisonCounts.None;
        foreach (var group in plan.Waves.SelectMany(ChunkGroup.Of))
        {
            total = total.Plus(await context.CallSubOrchestrationAsync(
                RestoreNames.CompareGroup,
                new CompareGroupInput(spec, plan.PlanId, group, isRestored),
                $"{context.InstanceId}:compare-{group.Wave:D2}-{group.Number:D4}"));
        }

        return total;
    }
}
