namespace Workflows.Core.Volumes.Snapshots;

/// <summary>How far a snapshot is.</summary>
public enum SnapshotPhase
{
    /// <summary>The storage system has not cut it yet.</summary>
    Taking,

    /// <summary>It is cut, and what is written to the volume now is not in it; it can't be used yet.</summary>
    Cut,

    /// <summary>Volumes can be made of it.</summary>
    Ready,

    /// <summary>Its VolumeSnapshot is not in the cluster any more.</summary>
    Gone,
}
