using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Spec">What was asked for.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Group">The chunks.</param>
/// <param name="IsRestored">
/// Whether a restore reported on them, so that only what it vouches for is compared; else everything is.
/// </param>
public sealed record CompareGroupInput(RestoreSpec Spec, string PlanId, ChunkGroup Group, bool IsRestored);
