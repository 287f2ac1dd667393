namespace Workflows.Core.Volumes;

/// <summary>How a claim's data gets into a backup. A claim without one is left out.</summary>
public enum VolumeAction
{
    /// <summary>A mover reads the files of the volume as it is, while it may be written to.</summary>
    Filesystem,

    /// <summary>A CSI snapshot, which stays with the storage system; the backup names it.</summary>
    Snapshot,

    /// <summary>A CSI snapshot, whose files a mover then reads from a temporary claim; nothing stays with the storage system.</summary>
    SnapshotAndMove,
}
