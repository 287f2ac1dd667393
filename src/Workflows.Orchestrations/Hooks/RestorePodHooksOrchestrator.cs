using System.Globalization;
using Workflows.Durable;

namespace Workflows.Orchestrations.Hooks;

/// <summary>
/// Waits for the containers of some restored pods and runs their hooks, one after another in each pod. A look is short,
/// and between two looks nobody waits for anything. It never fails: what fails is told.
/// </summary>
public sealed class RestorePodHooksOrchestrator : Orchestrator<RestoreHookBatch, HookGroupResult>
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    public override async Task<HookGroupResult> RunAsync(OrchestrationContext context, RestoreHookBatch input)
    {
        var results = await FanOut.RunAsync(
            Enumerable.Range(input.First, input.Count).ToArray(), input.Count, pod => RunPodAsync(context, input, pod));
        return new(results.Sum(result => result.Ran), results.Sum(result => result.Failed));
    }

    private static async Task<HookGroupResult> RunPodAsync(OrchestrationContext context, RestoreHookBatch batch, int pod)
    {
        var (ran, failed) = (0, 0);
        for (var hook = 0; ; hook++)
        {
            var result = await RunAsync(context, new RestoreHookRun(batch.Spec, batch.Plan, pod, hook));
            ran += result.Ran ? 1 : 0;
            failed += result.Failed ? 1 : 0;

            // As in Velero: a hook that must not fail is one that later hooks build on.
            if (!result.HasNext || result.Failed)
            {
                return new(ran, failed);
            }
        }
    }

    private static async Task<HookRunResult> RunAsync(OrchestrationContext context, RestoreHookRun run)
    {
        try
        {
            return await context.CallActivityAsync(
                HookNames.RunRestoreHook, run with { Unreached = await AwaitContainerAsync(context, run) }, Retries.Transient);
        }
        catch (TaskFailedException unreached)
        {
            return await context.CallActivityAsync(
                HookNames.RunRestoreHook, run with { Unreached = unreached.Message }, Retries.Transient);
        }
    }

    /// <returns>Why the hook can't run; null where it can.</returns>
    private static async Task<string?> AwaitContainerAsync(OrchestrationContext context, RestoreHookRun run)
    {
        var since = context.CurrentUtcDateTime;
        for (var pause = ShortestPause; ; pause = pause * 1.4 < LongestPause ? pause * 1.4 : LongestPause)
        {
            var sight = await context.CallActivityAsync(HookNames.LookAtHookedPod, run, Retries.Transient);
            if (!sight.IsWaiting)
            {
                return sight.Reason;
            }

            if (context.CurrentUtcDateTime - since >= sight.Timeout)
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"It was waited for {sight.Timeout.TotalSeconds:0.###} s. {sight.Reason}");
            }

            await context.CreateTimer(context.CurrentUtcDateTime + pause, CancellationToken.None);
        }
    }
}
