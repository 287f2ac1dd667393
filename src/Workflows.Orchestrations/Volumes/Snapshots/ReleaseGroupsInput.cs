using Workflows.Core.Volumes;

namespace Workflows.Orchestrations.Volumes.Snapshots;

/// <param name="Run">The backup.</param>
/// <param name="PlanId">The plan of its claims.</param>
/// <param name="Groups">How many groups of the plan's claims have a record of what became of them.</param>
public sealed record ReleaseGroupsInput(VolumeRun Run, string PlanId, int Groups);
