namespace Workflows.Core.Volumes.Snapshots;

/// <summary>What a cluster shows of a snapshot.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="Reason">What the storage system complains of, which it may get over; null for nothing.</param>
/// <param name="Snapshot">Of one that is ready: what to remember it by.</param>
public sealed record SnapshotSight(SnapshotPhase Phase, string? Reason, ArchivedSnapshot? Snapshot);
