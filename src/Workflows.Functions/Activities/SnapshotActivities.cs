using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Activities;

/// <summary>The activities of snapshots, each a function under the name that stands in histories.</summary>
public sealed class SnapshotActivities(HostedTasks tasks)
{
    [Function(nameof(TakeSnapshot))]
    public Task<JsonElement> TakeSnapshot([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(LookAtSnapshot))]
    public Task<JsonElement> LookAtSnapshot([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(CloneSnapshot))]
    public Task<JsonElement> CloneSnapshot([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(ReleaseSnapshot))]
    public Task<JsonElement> ReleaseSnapshot([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(ReleaseGroups))]
    public Task<JsonElement> ReleaseGroups([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(ImportSnapshot))]
    public Task<JsonElement> ImportSnapshot([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(LookAtImport))]
    public Task<JsonElement> LookAtImport([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(ReleaseImport))]
    public Task<JsonElement> ReleaseImport([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);
}
