using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Orchestrations.Volumes.Snapshots;

/// <summary>The activities that take and use snapshots, by the names that stand in histories.</summary>
public static class SnapshotNames
{
    /// <summary>Makes a claim's VolumeSnapshot, or finds it.</summary>
    public static readonly ActivityName<ClaimMove, SnapshotStart> TakeSnapshot = new("TakeSnapshot");

    /// <summary>Looks how far a snapshot is, and sees to it that one that is to stay stays whatever is deleted.</summary>
    public static readonly ActivityName<ClaimMove, SnapshotReport> LookAtSnapshot = new("LookAtSnapshot");

    /// <summary>Makes a claim of a snapshot for a mover to read, or finds it.</summary>
    public static readonly ActivityName<CloneInput, SnapshotStart> CloneSnapshot = new("CloneSnapshot");

    /// <summary>Removes what a snapshot took in the cluster, and the snapshot unless it is kept; tells whether all is gone.</summary>
    public static readonly ActivityName<ReleaseInput, bool> ReleaseSnapshot = new("ReleaseSnapshot");

    /// <summary>Removes the snapshots of groups that no claim is kept in, and what groups took in the cluster; tells whether all is gone.</summary>
    public static readonly ActivityName<ReleaseGroupsInput, bool> ReleaseGroups = new("ReleaseGroups");

    /// <summary>Makes an archived snapshot known to the cluster that a claim is to be filled in, or finds that it is.</summary>
    public static readonly ActivityName<ClaimMove, SnapshotStart> ImportSnapshot = new("ImportSnapshot");

    /// <summary>Looks how far a claim is that is filled from a snapshot.</summary>
    public static readonly ActivityName<ClaimMove, SnapshotReport> LookAtImport = new("LookAtImport");

    /// <summary>Removes what a claim was filled by and needs no more, never the snapshot; tells whether there is nothing left to remove now.</summary>
    public static readonly ActivityName<ClaimMove, bool> ReleaseImport = new("ReleaseImport");
}
