using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Orchestrations;

/// <summary>The orchestrations of events, each a function under the name that stands in histories.</summary>
public sealed class EventOrchestrations(HostedTasks tasks)
{
    [Function(nameof(NoteEvent))]
    public Task<JsonElement> NoteEvent([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);

    [Function(nameof(PublishEvent))]
    public Task<JsonElement> PublishEvent([OrchestrationTrigger] TaskOrchestrationContext context) => tasks.RunOrchestratorAsync(context);
}
