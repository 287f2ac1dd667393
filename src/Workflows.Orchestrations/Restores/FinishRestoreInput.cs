using Workflows.Core.Restores;
using Workflows.Orchestrations.Hooks;
using Workflows.Orchestrations.Volumes;

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

    /// <summary>What became of the data of claims; null where none was to be restored, or none was come to.</summary>
    public MovedVolumes? Volumes { get; init; }

    /// <summary>The hooks that were run; null where none could be.</summary>
    public RestoredHooks? Hooks { get; init; }

    /// <summary>The identity of the run, which its volumes were moved under.</summary>
    public Guid RunUid { get; init; }
}
