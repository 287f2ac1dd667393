using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Orchestrations;

/// <summary>The orchestrations of copies, each a function under the name that stands in histories.</summary>
public sealed class CopyOrchestrations(HostedTasks tasks)
{
    [Function(nameof(CopyBackup))]
    public Task<JsonElement> CopyBackup([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);
}
