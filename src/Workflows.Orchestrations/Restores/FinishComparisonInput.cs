using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Spec">What was asked for, as the restore that would do it.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Comparison">What the chunks found.</param>
public sealed record FinishComparisonInput(RestoreSpec Spec, RestorePlan Plan, ComparedWave Comparison);
