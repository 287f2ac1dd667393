using Microsoft.Extensions.Logging;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Hooks;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Orchestrations.Restores;

/// <summary>
/// Plan → the waves in order, each fanned out in chunks → the hooks of the pods that came of it → compare what is live with the archive → report → clean up.
/// After a wave that creates kinds, the next waits until the cluster serves them.
/// </summary>
public sealed class RestoreOrchestrator : Orchestrator<RestoreSpec, RestoreSummary>
{
    /// <summary>How long new kinds may take to be served; Velero's resource timeout is the same.</summary>
    private static readonly TimeSpan ServingTimeout = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ServingPoll = TimeSpan.FromSeconds(1);

    public override async Task<RestoreSummary> RunAsync(OrchestrationContext context, RestoreSpec input)
    {
        context.SetCustomStatus(new RestoreProgress("Planning", "", 0, 0, 0));
        var run = context.NewGuid();
        try
        {
            var plan = await context.CallActivityAsync(
                RestoreNames.PlanRestore,
                new PlanRestoreInput(input, run, context.CurrentUtcDateTime),
                Retries.Transient);
            return await RestoreAsync(context, input, plan, run);
        }
        finally
        {
            await RestoreCleanUp.RunAsync(context, input, run);
        }
    }

    /// <summary>
    /// What fails from here on fails with objects on the cluster: what the chunks that ended did is reported all the
    /// same.
    /// </summary>
    private static async Task<RestoreSummary> RestoreAsync(
        OrchestrationContext context, RestoreSpec spec, RestorePlan plan, Guid run)
    {
        try
        {
            var (counts, unserved, volumes) = await RestoreWavesAsync(context, spec.ForObjects(), plan, run);
            var hooks = await RunHooksAsync(context, spec, plan, counts);
            context.SetCustomStatus(new RestoreProgress("Comparing", "", plan.Objects, counts.Total, counts.Failed));
            var comparison = await PlanComparison.RunAsync(context, spec.ForObjects(), plan, isRestored: true);
            context.SetCustomStatus(new RestoreProgress("Reporting", "", plan.Objects, counts.Total, counts.Failed));
            return await context.CallActivityAsync(
                RestoreNames.FinishRestore,
                new FinishRestoreInput(spec, plan, comparison, unserved, context.CurrentUtcDateTime)
                {
                    Volumes = volumes,
                    Hooks = hooks,
                    RunUid = run,
                },
                Retries.Transient);
        }
        catch (TaskFailedException failed)
        {
            await TryReportAsync(context, spec, plan, failed);
            throw;
        }
    }

    /// <summary>Why the restore failed is what is to be told, whatever else then fails.</summary>
    private static async Task TryReportAsync(
        OrchestrationContext context, RestoreSpec spec, RestorePlan plan, TaskFailedException failed)
    {
        try
        {
            await context.CallActivityAsync(
                RestoreNames.FinishRestore,
                new FinishRestoreInput(spec, plan, ComparisonCounts.None, 0, context.CurrentUtcDateTime)
                {
                    Failure = failed.Message,
                },
                Retries.Transient);
        }
        catch (TaskFailedException unreported)
        {
            context.CreateReplaySafeLogger(nameof(RestoreOrchestrator)).LogWarning(
                "Restore {Name} failed and can't be recorded: {Reason}", spec.Name, unreported.Message);
        }
    }

    private static async Task<(OutcomeCounts Counts, int Unserved, MovedVolumes? Volumes)> RestoreWavesAsync(
        OrchestrationContext context, RestoreSpec spec, RestorePlan plan, Guid run)
    {
        var counts = OutcomeCounts.None;
        var unserved = 0;
        MovedVolumes? volumes = null;
        foreach (var wave in plan.Waves)
        {
            foreach (var group in ChunkGroup.Of(wave))
            {
                context.SetCustomStatus(
                    new RestoreProgress("Restoring", group.Label, plan.Objects, counts.Total, counts.Failed));
                counts = counts.Plus(await context.CallSubOrchestrationAsync(
                    RestoreNames.RestoreGroup,
                    new GroupInput(spec, plan.PlanId, group),
                    $"{context.InstanceId}:wave-{group.Wave:D2}-{group.Number:D4}"));
            }

            if (wave.HasDefinitions)
            {
                unserved += await AwaitKindsAsync(context, new WaveInput(spec, plan.PlanId, wave));
            }

            if (wave.Number == plan.VolumesAfter && plan.Volumes.Claims > 0 && VolumeRun.Of(spec, run) is { } moved)
            {
                volumes = await RestoreVolumesAsync(context, plan, moved, counts);
            }
        }

        return (counts, unserved, volumes);
    }

    /// <summary>
    /// Before the workloads that would write into the volumes. A claim that fails is reported, and its workloads come all
    /// the same: who restores at night wants to see the rest run.
    /// </summary>
    private static Task<MovedVolumes> RestoreVolumesAsync(
        OrchestrationContext context, RestorePlan plan, VolumeRun run, OutcomeCounts counts) =>
        VolumeMoves.RunAsync(
            context,
            run,
            () => Task.FromResult(plan.Volumes),
            progress => context.SetCustomStatus(
                new RestoreProgress("Volumes", "", plan.Objects, counts.Total, counts.Failed) { Volumes = progress }));

    /// <summary>
    /// When everything is there, whatever pods came of it. What fails of them is reported, and the objects are compared all
    /// the same.
    /// </summary>
    private static async Task<RestoredHooks?> RunHooksAsync(
        OrchestrationContext context, RestoreSpec spec, RestorePlan plan, OutcomeCounts counts)
    {
        if (!plan.MayHaveHooks)
        {
            return null;
        }

        context.SetCustomStatus(new RestoreProgress("Hooks", "", plan.Objects, counts.Total, counts.Failed));
        return await context.CallSubOrchestrationAsync(
            HookNames.RestoreHooks, new RestoreHooksInput(spec, plan.PlanId), $"{context.InstanceId}:hooks");
    }

    private static async Task<int> AwaitKindsAsync(OrchestrationContext context, WaveInput wave)
    {
        var deadline = context.CurrentUtcDateTime + ServingTimeout;
        while (true)
        {
            var unserved = await context.CallActivityAsync(
                RestoreNames.CountUnservedKinds, wave, Retries.Transient);
            if (unserved == 0 || context.CurrentUtcDateTime >= deadline)
            {
                return unserved;
            }

            await context.CreateTimer(context.CurrentUtcDateTime + ServingPoll, CancellationToken.None);
        }
    }
}
