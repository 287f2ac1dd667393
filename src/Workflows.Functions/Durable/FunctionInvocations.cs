using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Workflows.Functions.Durable;

/// <summary>Calls of an Azure Functions host, handed to what is registered under the function's name.</summary>
internal static class FunctionInvocations
{
    /// <summary>What the Durable extension calls the calling instance among an activity's binding data.</summary>
    private const string InstanceIdName = "instanceId";

    /// <summary>Runs one turn of an instance.</summary>
    /// <param name="tasks">The registered orchestrators.</param>
    /// <param name="context">The instance; it knows its orchestrator's name, and what it was started with.</param>
    public static Task<JsonElement> RunOrchestratorAsync(this HostedTasks tasks, TaskOrchestrationContext context) =>
        tasks.RunOrchestratorAsync(context, context.GetInput<JsonElement?>() ?? default);

    /// <summary>Runs one attempt of an activity.</summary>
    /// <param name="tasks">The registered activities.</param>
    /// <param name="context">The call: the function's name is the activity's.</param>
    /// <param name="input">The activity's input.</param>
    /// <exception cref="InvalidOperationException">The host does not say which instance calls.</exception>
    public static Task<JsonElement> RunActivityAsync(this HostedTasks tasks, FunctionContext context, JsonElement input)
    {
        var name = context.FunctionDefinition.Name;
        return context.BindingContext.BindingData.GetValueOrDefault(InstanceIdName) is string instanceId
            ? tasks.RunActivityAsync(name, instanceId, input, context.CancellationToken)
            : throw new InvalidOperationException(
                $"The host called activity '{name}' without the id of the instance that calls it ('{InstanceIdName}').");
    }
}
