using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Activities;

/// <summary>The activities of events, each a function under the name that stands in histories.</summary>
public sealed class EventActivities(HostedTasks tasks)
{
    [Function(nameof(SendEvent))]
    public Task<JsonElement> SendEvent([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);
}
