using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <summary>What became of the objects is in the groups' records, which lie in the store beside the plan.</summary>
/// <param name="Spec">What was asked for.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Comparison">How many objects were compared, and how many differ.</param>
/// <param name="UnservedKinds">How many kinds were still not served when their time was up.</param>
/// <param name="CompletedAt">
/// When the restore was over: the orchestration's time, so that every attempt at the report writes the same.
/// </param>
public sealed record FinishRestoreInput(
    RestoreSpec Spec, RestorePlan Plan, ComparisonCounts Comparison, int UnservedKinds, DateTimeOffset CompletedAt)
{
    /// <summary>Why the restore did not come to its end; null when it did.</summary>
    public string? Failure { get; init; }
}
