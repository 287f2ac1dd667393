using Workflows.Core.Volumes;

namespace Workflows.Orchestrations.Volumes;

/// <param name="Run">The backup or restore.</param>
/// <param name="PlanId">The plan that the group belongs to.</param>
/// <param name="Group">The group's number.</param>
/// <param name="Outcomes">What became of its claims, in order.</param>
public sealed record RecordClaimsInput(VolumeRun Run, string PlanId, int Group, IReadOnlyList<ClaimOutcome> Outcomes);
