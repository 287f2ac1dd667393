using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Spec">What was asked for.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Wave">The wave.</param>
/// <param name="Restored">
/// What the restore reported, so that only what it vouches for is compared; null compares everything.
/// </param>
public sealed record CompareWaveInput(RestoreSpec Spec, string PlanId, RestoreWave Wave, RestoredWave? Restored);
