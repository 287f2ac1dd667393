using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Orchestrations;

/// <summary>The orchestrations of hooks, each a function under the name that stands in histories.</summary>
public sealed class HookOrchestrations(HostedTasks tasks)
{
    [Function(nameof(RunHooks))]
    public Task<JsonElement> RunHooks([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);

    [Function(nameof(RestoreHooks))]
    public Task<JsonElement> RestoreHooks([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);

    [Function(nameof(RestorePodHooks))]
    public Task<JsonElement> RestorePodHooks([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);
}
