using Workflows.Core.Hooks;
using Workflows.Durable;

namespace Workflows.Orchestrations.Hooks;

/// <summary>Runs the hooks of a group of pods, some at a time. It never fails: what fails is told.</summary>
public sealed class RunHooksOrchestrator : Orchestrator<HookGroup, HookGroupResult>
{
    /// <summary>How many commands are under way at once: each holds a connection through the API server.</summary>
    private const int Window = 16;

    public override async Task<HookGroupResult> RunAsync(OrchestrationContext context, HookGroup input)
    {
        var results = await FanOut.RunAsync(
            Enumerable.Range(input.First, input.Count).ToArray(),
            Window,
            pod => RunAsync(context, new(input.Spec, input.Plan, input.Moment, pod)));
        return new(results.Count(result => result.Ran), results.Count(result => result.Failed));
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
