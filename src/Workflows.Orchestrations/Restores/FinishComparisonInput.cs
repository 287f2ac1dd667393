using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <summary>The differences are in the groups' records, which lie in the store beside the plan.</summary>
/// <param name="Spec">What was asked for, as the restore that would do it.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Comparison">How many objects were compared, and how many differ.</param>
public sealed record FinishComparisonInput(RestoreSpec Spec, RestorePlan Plan, ComparisonCounts Comparison);
