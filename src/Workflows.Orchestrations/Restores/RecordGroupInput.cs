using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Spec">What was asked for.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Wave">The number of the wave.</param>
/// <param name="Group">The number of the group in its wave.</param>
/// <param name="Attempts">The chunks that have a report, in order, each with the attempt that counts.</param>
public sealed record RecordGroupInput(
    RestoreSpec Spec, string PlanId, int Wave, int Group, IReadOnlyList<ChunkAttempt> Attempts);
