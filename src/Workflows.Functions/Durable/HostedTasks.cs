using System.Text.Json;
using Microsoft.DurableTask;
using Workflows.Core.Errors;
using Workflows.Durable;

namespace Workflows.Functions.Durable;

/// <summary>Runs the orchestrators and activities of a registry when a Durable Task host calls them.</summary>
public sealed class HostedTasks(DurableRegistry registry)
{
    public DurableRegistry Registry { get; } = registry;

    /// <summary>Runs one turn of an instance.</summary>
    /// <param name="host">The host's context of the instance.</param>
    /// <param name="input">What the instance was started with, by <see cref="HostedClient"/> or by its parent.</param>
    public async Task<JsonElement> RunOrchestratorAsync(TaskOrchestrationContext host, JsonElement input)
    {
        ArgumentNullException.ThrowIfNull(host);
        try
        {
            var start = OrchestrationStart.Read(input) ?? throw new WorkflowsException(
                ErrorKind.Usage,
                $"Instance '{host.InstanceId}' of '{host.Name}' was not started by this program's API, which says with "
                + "what version and input: start it there.");
            var orchestrator = Registry.FindOrchestrator(host.Name, start.Version) ?? throw new WorkflowsException(
                ErrorKind.Usage,
                $"Version {start.Version} of orchestrator '{host.Name}' is not in this program, and instances keep the "
                + "version that they began with: start it anew.");
            return await orchestrator.RunAsync(new HostedContext(host, Registry, start), start.Input ?? default);
        }
        catch (Exception e)
        {
            throw new ReportedFailureException(FailureDetails.From(e));
        }
    }

    /// <summary>Runs one attempt of an activity.</summary>
    /// <param name="name">The name it was called by.</param>
    /// <param name="instanceId">The calling instance, as the host names it.</param>
    /// <param name="input">Its input.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    public async Task<JsonElement> RunActivityAsync(
        string name, string instanceId, JsonElement input, CancellationToken cancellationToken)
    {
        try
        {
            var activity = Registry.FindActivity(name)
                ?? throw new WorkflowsException(ErrorKind.Usage, $"There is no activity '{name}' in this program.");
            var context = new ActivityContext(HostInstanceId.ToInstanceId(instanceId), name);
            return await activity.RunAsync(context, input, cancellationToken);
        }
        catch (Exception e)
        {
            throw new ReportedFailureException(FailureDetails.From(e));
        }
    }
}
