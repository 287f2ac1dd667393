using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Orchestrations;

/// <summary>The orchestrations of retention, each a function under the name that stands in histories.</summary>
public sealed class RetentionOrchestrations(HostedTasks tasks)
{
    [Function(nameof(ApplyRetention))]
    public Task<JsonElement> ApplyRetention([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);
}
