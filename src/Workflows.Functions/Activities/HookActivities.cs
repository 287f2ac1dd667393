using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Activities;

/// <summary>The activities of hooks, each a function under the name that stands in histories.</summary>
public sealed class HookActivities(HostedTasks tasks)
{
    [Function(nameof(FindHooks))]
    public Task<JsonElement> FindHooks([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(FindRestoreHooks))]
    public Task<JsonElement> FindRestoreHooks([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(LookAtHookedPod))]
    public Task<JsonElement> LookAtHookedPod([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(RunRestoreHook))]
    public Task<JsonElement> RunRestoreHook([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(ReadReleases))]
    public Task<JsonElement> ReadReleases([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);

    [Function(nameof(RunHook))]
    public Task<JsonElement> RunHook([ActivityTrigger] JsonElement input, FunctionContext context) => tasks.RunActivityAsync(context, input);
}
