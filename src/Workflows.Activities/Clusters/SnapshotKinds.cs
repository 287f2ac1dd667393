using Workflows.Core.Resources;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Activities.Clusters;

/// <summary>The kinds of CSI snapshots, which a cluster has if somebody installed them.</summary>
internal static class SnapshotKinds
{
    public static readonly ApiResource Snapshots =
        new(SnapshotObjects.Group, "v1", "volumesnapshots", "VolumeSnapshot", true, ["list"]);

    public static readonly ApiResource Contents =
        new(SnapshotObjects.Group, "v1", "volumesnapshotcontents", "VolumeSnapshotContent", false, ["list"]);

    public static readonly ApiResource Classes =
        new(SnapshotObjects.Group, "v1", "volumesnapshotclasses", "VolumeSnapshotClass", false, ["list"]);
}
