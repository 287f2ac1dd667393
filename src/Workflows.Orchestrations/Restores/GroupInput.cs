using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Spec">What was asked for.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Group">The chunks.</param>
public sealed record GroupInput(RestoreSpec Spec, string PlanId, ChunkGroup Group);
