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
            pod => PodHookRuns.RunAsync(context, new(input.Spec, input.Plan), input.Moment, pod));
        return new(results.Sum(result => result.Ran), results.Sum(result => result.Failed));
    }
}
