using Workflows.Core.Volumes;

namespace Workflows.Orchestrations.Volumes;

/// <param name="Run">The backup or restore.</param>
/// <param name="PlanId">The plan that the group belongs to.</param>
/// <param name="Group">The group's number, from 0.</param>
public sealed record MoveClaimsInput(VolumeRun Run, string PlanId, int Group);
