using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Activities;

/// <summary>The activities of retention, each a function under the name that stands in histories.</summary>
public sealed class RetentionActivities(HostedTasks tasks)
{
    [Function(nameof(DecideRetention))]
    public Task<JsonElement> DecideRetention([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(DeleteExpired))]
    public Task<JsonElement> DeleteExpired([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(EnforceLocks))]
    public Task<JsonElement> EnforceLocks([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);
}
