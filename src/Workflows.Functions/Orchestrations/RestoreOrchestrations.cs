using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Orchestrations;

/// <summary>The orchestrations of restores and comparisons, each a function under the name that stands in histories.</summary>
public sealed class RestoreOrchestrations(HostedTasks tasks)
{
    [Function(nameof(Restore))]
    public Task<JsonElement> Restore([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);

    [Function(nameof(RestoreGroup))]
    public Task<JsonElement> RestoreGroup([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);

    [Function(nameof(Compare))]
    public Task<JsonElement> Compare([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);

    [Function(nameof(CompareGroup))]
    public Task<JsonElement> CompareGroup([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);
}
