using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Hooks;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Orchestrations.Volumes;

/// <summary>Moves the claims of a plan, group after group; part of a backup's or a restore's own orchestration.</summary>
internal static class VolumeMoves
{
    /// <param name="context">The backup's or restore's orchestration.</param>
    /// <param name="run">What the claims have in common.</param>
    /// <param name="planAsync">Plans them.</param>
    /// <param name="onProgress">Told how far it is.</param>
    /// <param name="hooks">Hooks that hold pods still until their claims are moved; null for none.</param>
    /// <returns>What became of them. Their failure is told in it, and not thrown: the rest of the run goes on.</returns>
    public static async Task<MovedVolumes> RunAsync(
        OrchestrationContext context,
        VolumeRun run,
        Func<Task<VolumePlan>> planAsync,
        Action<VolumesProgress>? onProgress = null,
        HookScope? hooks = null)
    {
        var (plan, groups, counts) = (VolumePlan.None, 0, ClaimCounts.None);
        string? failure = null;
        try
        {
            plan = await planAsync();
            onProgress?.Invoke(new(plan.Claims, counts));
            for (; groups < plan.Groups; groups++)
            {
                counts = counts.Plus(await context.CallSubOrchestrationAsync(
                    VolumeNames.MoveClaims,
                    new MoveClaimsInput(run, plan.PlanId, groups) { Hooks = hooks },
                    $"{context.InstanceId}:volumes-{groups:D4}"));
                onProgress?.Invoke(new(plan.Claims, counts));
            }
        }
        catch (TaskFailedException failed)
        {
            failure = failed.Message;
        }

        if (plan.TakesGroups)
        {
            await SnapshotRun.ReleaseGroupsAsync(context, new(run, plan.PlanId, groups));
        }

        return new(plan.PlanId, groups, counts) { Failure = failure };
    }
}
