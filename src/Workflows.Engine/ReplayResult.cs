using Workflows.Core.Errors;

namespace Workflows.Engine;

/// <summary>Whether code still does what a recorded history says.</summary>
/// <param name="InstanceId">The instance that the history is of.</param>
/// <param name="Orchestrator">Its orchestrator.</param>
/// <param name="Version">The version it keeps.</param>
/// <param name="Mismatch">Where they part; null when they do not.</param>
public sealed record ReplayResult(string InstanceId, string Orchestrator, int Version, WorkflowsException? Mismatch)
{
    public bool Matches => Mismatch is null;
}
