using Workflows.Core.Resources;
using Workflows.Core.Volumes.Snapshots.Groups;

namespace Workflows.Activities.Clusters;

/// <summary>The kinds of snapshots of groups of volumes, which few clusters have, in one version of their API or another.</summary>
internal static class GroupSnapshotKinds
{
    public static ApiResource Snapshots(string version) =>
        new(GroupObjects.Group, version, "volumegroupsnapshots", "VolumeGroupSnapshot", true, ["list"]);

    public static ApiResource Contents(string version) =>
        new(GroupObjects.Group, version, "volumegroupsnapshotcontents", "VolumeGroupSnapshotContent", false, ["list"]);

    public static ApiResource Classes(string version) =>
        new(GroupObjects.Group, version, "volumegroupsnapshotclasses", "VolumeGroupSnapshotClass", false, ["list"]);
}
