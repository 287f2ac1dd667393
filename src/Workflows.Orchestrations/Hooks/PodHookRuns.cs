using Workflows.Core.Hooks;
using Workflows.Durable;

namespace Workflows.Orchestrations.Hooks;

/// <summary>Runs the hooks that a pod has at a moment, one after another.</summary>
internal static class PodHookRuns
{
    public static async Task<HookGroupResult> RunAsync(
        OrchestrationContext context, HookScope hooks, HookMoment moment, int pod)
    {
        var (ran, failed) = (0, 0);
        for (var hook = 0; ; hook++)
        {
            var result = await RunAsync(context, new HookRun(hooks.Spec, hooks.Plan, moment, pod) { Hook = hook });
            ran += result.Ran ? 1 : 0;
            failed += result.Failed ? 1 : 0;

            // What is not held still is not held on to; what goes on again does so as far as it can.
            if (!result.HasNext || (result.Failed && moment == HookMoment.Pre))
            {
                return new(ran, failed);
            }
        }
    }

    private static async Task<HookRunResult> RunAsync(OrchestrationContext context, HookRun run)
    {
        try
        {
            // What was stopped must be set going again, so that a post hook is given more time to be reached.
            return await context.CallActivityAsync(
                HookNames.RunHook, run, run.Moment == HookMoment.Pre ? Retries.Brief : Retries.Transient);
        }
        catch (TaskFailedException unreached)
        {
            return await context.CallActivityAsync(
                HookNames.RunHook, run with { Unreached = unreached.Message }, Retries.Transient);
        }
    }
}
