using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Activities;

/// <summary>The activities of backups, each a function under the name that stands in histories.</summary>
public sealed class BackupActivities(HostedTasks tasks)
{
    [Function(nameof(ReserveBackup))]
    public Task<JsonElement> ReserveBackup([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(PlanBackup))]
    public Task<JsonElement> PlanBackup([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(ReadPlanGroup))]
    public Task<JsonElement> ReadPlanGroup([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(CapturePart))]
    public Task<JsonElement> CapturePart([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(CheckPart))]
    public Task<JsonElement> CheckPart([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(RenewPlan))]
    public Task<JsonElement> RenewPlan([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(ReadCaptured))]
    public Task<JsonElement> ReadCaptured([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(TakeRevision))]
    public Task<JsonElement> TakeRevision([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(RecordGroup))]
    public Task<JsonElement> RecordGroup([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(CommitBackup))]
    public Task<JsonElement> CommitBackup([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(LockBackup))]
    public Task<JsonElement> LockBackup([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(CleanUpBackup))]
    public Task<JsonElement> CleanUpBackup([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);
}
