using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Orchestrations;

/// <summary>The orchestrations of backups, each a function under the name that stands in histories.</summary>
public sealed class BackupOrchestrations(HostedTasks tasks)
{
    [Function(nameof(Backup))]
    public Task<JsonElement> Backup([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);

    [Function(nameof(CaptureGroup))]
    public Task<JsonElement> CaptureGroup([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);
}
