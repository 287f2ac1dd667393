using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Orchestrations.Volumes.Snapshots;

/// <summary>What a look at a snapshot, or at a claim that is filled from one, found.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="Reason">What stands in its way now; null for nothing.</param>
public sealed record SnapshotReport(SnapshotPhase Phase, string? Reason)
{
    /// <summary>Of one that is ready: the snapshot.</summary>
    public ArchivedSnapshot? Snapshot { get; init; }
}
