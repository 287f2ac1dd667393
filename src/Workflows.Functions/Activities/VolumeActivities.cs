using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Activities;

/// <summary>The activities of volumes' data, each a function under the name that stands in histories.</summary>
public sealed class VolumeActivities(HostedTasks tasks)
{
    [Function(nameof(PlanVolumes))]
    public Task<JsonElement> PlanVolumes([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(ReadClaims))]
    public Task<JsonElement> ReadClaims([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(RecordClaims))]
    public Task<JsonElement> RecordClaims([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(StartMover))]
    public Task<JsonElement> StartMover([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(AttendMover))]
    public Task<JsonElement> AttendMover([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(CommitVolume))]
    public Task<JsonElement> CommitVolume([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(CleanUpMover))]
    public Task<JsonElement> CleanUpMover([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(StopMovers))]
    public Task<JsonElement> StopMovers([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);
}
