using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Orchestrations;

/// <summary>The orchestrations of volumes' data, each a function under the name that stands in histories.</summary>
public sealed class VolumeOrchestrations(HostedTasks tasks)
{
    [Function(nameof(MoveClaims))]
    public Task<JsonElement> MoveClaims([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);

    [Function(nameof(BackupClaim))]
    public Task<JsonElement> BackupClaim([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);

    [Function(nameof(RestoreClaim))]
    public Task<JsonElement> RestoreClaim([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);
}
