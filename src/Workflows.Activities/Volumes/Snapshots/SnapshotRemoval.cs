using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>The snapshots of a backup that are to be removed from where they are.</summary>
/// <param name="BackupUid">The backup's identity, which the cluster's objects carry.</param>
/// <param name="ClusterUid">The cluster that they were taken in; null where that is not known.</param>
/// <param name="Known">The snapshots, as far as the backup can be read.</param>
public sealed record SnapshotRemoval(Guid BackupUid, string? ClusterUid, IReadOnlyList<ArchivedSnapshot> Known);
