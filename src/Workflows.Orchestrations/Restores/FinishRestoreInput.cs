using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Spec">What was asked for.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Waves">What became of the objects, wave by wave.</param>
/// <param name="Comparison">What the comparison found.</param>
/// <param name="UnservedKinds">How many kinds were still not served when their time was up.</param>
public sealed record FinishRestoreInput(
    RestoreSpec Spec,
    RestorePlan Plan,
    IReadOnlyList<RestoredWave> Waves,
    ComparedWave Comparison,
    int UnservedKinds)
{
    /// <summary>Why the restore ended before its last wave; null when it did not.</summary>
    public string? Failure { get; init; }
}
