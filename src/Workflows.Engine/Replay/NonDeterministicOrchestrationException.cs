using Workflows.Core.Errors;

namespace Workflows.Engine.Replay;

/// <summary>An orchestrator's code no longer does what its recorded history says it did.</summary>
/// <param name="orchestrator">The orchestrator, with its version.</param>
/// <param name="instanceId">The instance.</param>
/// <param name="step">The number of the step where they part, from 0, in the order of asking.</param>
/// <param name="inHistory">What the history has there.</param>
/// <param name="asked">What the code asked for.</param>
public sealed class NonDeterministicOrchestrationException(
    string orchestrator, string instanceId, int step, string inHistory, string asked)
    : WorkflowsException(
        ErrorKind.Failed,
        $"Orchestrator {orchestrator} of instance '{instanceId}' does not match its history at step {step}: "
        + $"history has {inHistory}; the code asked for {asked}. Register changed code under a new version and keep "
        + "the old one until its instances have ended.")
{
    public string InstanceId { get; } = instanceId;

    /// <summary>The number of the step where code and history part, from 0.</summary>
    public int Step { get; } = step;

    public string InHistory { get; } = inHistory;

    public string Asked { get; } = asked;
}
