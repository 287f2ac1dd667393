using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Spec">What was asked for.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Wave">The wave.</param>
public sealed record WaveInput(RestoreSpec Spec, string PlanId, RestoreWave Wave);
