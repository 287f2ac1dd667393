using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Activities;

/// <summary>The activities of restores and comparisons, each a function under the name that stands in histories.</summary>
public sealed class RestoreActivities(HostedTasks tasks)
{
    [Function(nameof(PlanRestore))]
    public Task<JsonElement> PlanRestore([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(RestoreChunk))]
    public Task<JsonElement> RestoreChunk([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(RecordRestored))]
    public Task<JsonElement> RecordRestored([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(CountUnservedKinds))]
    public Task<JsonElement> CountUnservedKinds([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(CompareChunk))]
    public Task<JsonElement> CompareChunk([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(RecordCompared))]
    public Task<JsonElement> RecordCompared([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(FinishRestore))]
    public Task<JsonElement> FinishRestore([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(FinishComparison))]
    public Task<JsonElement> FinishComparison([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(CleanUpRestore))]
    public Task<JsonElement> CleanUpRestore([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);
}
