using System.Text.Json;
using Microsoft.DurableTask;

namespace Workflows.Functions.Durable;

/// <summary>Registration with a worker of <c>Microsoft.DurableTask</c> that is not an Azure Functions host.</summary>
public static class DurableTaskRegistryExtensions
{
    /// <summary>Adds every orchestrator and every activity under its own name.</summary>
    public static DurableTaskRegistry AddHostedTasks(this DurableTaskRegistry registry, HostedTasks tasks)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(tasks);
        foreach (var name in tasks.Registry.OrchestratorNames)
        {
            registry.AddOrchestratorFunc<JsonElement, JsonElement>(name, tasks.RunOrchestratorAsync);
        }

        foreach (var name in tasks.Registry.ActivityNames)
        {
            registry.AddActivityFunc<JsonElement, JsonElement>(
                name, (context, input) => tasks.RunActivityAsync(name, context.InstanceId, input, CancellationToken.None));
        }

        return registry;
    }
}
