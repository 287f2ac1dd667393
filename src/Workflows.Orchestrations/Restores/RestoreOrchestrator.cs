using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>
/// Plan → the waves in order, each fanned out in chunks → compare what is live with the archive → report → clean up.
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
        try
        {
            var plan = await context.CallActivityAsync(RestoreNames.PlanRestore, input, Retries.Transient);
            return await RestoreAsync(context, input, plan);
        }
        finally
        {
            await RestoreCleanUp.RunAsync(context, input);
        }
    }

    /// <summary>
    /// What fails from here on fails with objects on the cluster: the waves that ended are reported all the same.
    /// </summary>
    private static async Task<RestoreSummary> RestoreAsync(
        OrchestrationContext context, RestoreSpec spec, RestorePlan plan)
    {
        var waves = new List<RestoredWave>();
        try
        {
            var unserved = await RestoreWavesAsync(context, spec, plan, waves);
            var counts = Total(waves);
            context.SetCustomStatus(new RestoreProgress("Comparing", "", plan.Objects, counts.Total, counts.Failed));
            var comparison = await WaveComparison.RunAsync(context, spec, plan, waves);
            context.SetCustomStatus(new RestoreProgress("Reporting", "", plan.Objects, counts.Total, counts.Failed));
            return await context.CallActivityAsync(
                RestoreNames.FinishRestore,
                new FinishRestoreInput(spec, plan, waves, comparison, unserved),
                Retries.Transient);
        }
        catch (TaskFailedException failed)
        {
            await context.CallActivityAsync(
                RestoreNames.FinishRestore,
                new FinishRestoreInput(spec, plan, waves, ComparedWave.None, 0) { Failure = failed.Message },
                Retries.Transient);
            throw;
        }
    }

    private static async Task<int> RestoreWavesAsync(
        OrchestrationContext context, RestoreSpec spec, RestorePlan plan, List<RestoredWave> waves)
    {
        var unserved = 0;
        foreach (var wave in plan.Waves)
        {
            var counts = Total(waves);
            context.SetCustomStatus(
                new RestoreProgress("Restoring", wave.Name, plan.Objects, counts.Total, counts.Failed));
            var input = new WaveInput(spec, plan.PlanId, wave);
            waves.Add(await context.CallSubOrchestrationAsync(
                RestoreNames.RestoreWave, input, $"{context.InstanceId}:wave-{wave.Number:D2}"));
            if (wave.HasDefinitions)
            {
                unserved += await AwaitKindsAsync(context, input);
            }
        }

        return unserved;
    }

    private static OutcomeCounts Total(IEnumerable<RestoredWave> waves) =>
        waves.Aggregate(OutcomeCounts.None, (total, wave) => total.Plus(wave.Counts));

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
