using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Activities;

/// <summary>The activities of copies, each a function under the name that stands in histories.</summary>
public sealed class CopyActivities(HostedTasks tasks)
{
    [Function(nameof(ReserveCopy))]
    public Task<JsonElement> ReserveCopy([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(PlanCopy))]
    public Task<JsonElement> PlanCopy([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(CopyFiles))]
    public Task<JsonElement> CopyFiles([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(RenewCopy))]
    public Task<JsonElement> RenewCopy([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(CommitCopy))]
    public Task<JsonElement> CommitCopy([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(CleanUpCopy))]
    public Task<JsonElement> CleanUpCopy([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);
}
