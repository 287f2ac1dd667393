using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Spec">What was asked for.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Counts">What became of the objects of all waves.</param>
/// <param name="Comparison">What the comparison found.</param>
/// <param name="UnservedKinds">How many kinds were still not served when their time was up.</param>
public sealed record FinishRestoreInput(
    RestoreSpec Spec, RestorePlan Plan, OutcomeCounts Counts, ComparisonCounts Comparison, int UnservedKinds);
