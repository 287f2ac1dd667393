using Workflows.Core.Errors;

namespace Workflows.Engine.Replay;

/// <summary>An orchestrator waits for something that no history can hold.</summary>
public sealed class NonDurableWaitException(string orchestrator, string instanceId)
    : WorkflowsException(
        ErrorKind.Failed,
        $"Orchestrator {orchestrator} of instance '{instanceId}' awaits a task that is not durable. An orchestrator "
        + "may await only what its OrchestrationContext gave it (activities, sub-orchestrations, timers, events): no "
        + "Task.Delay, Task.Run, ConfigureAwait(false) or I/O. Move that work into an activity.")
{
    public string InstanceId { get; } = instanceId;
}
