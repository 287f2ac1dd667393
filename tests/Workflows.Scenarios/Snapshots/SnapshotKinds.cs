using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Snapshots;

/// <summary>The kinds of CSI snapshots.</summary>
internal static class SnapshotKinds
{
    public const string Snapshots = "/apis/snapshot.storage.k8s.io/v1/volumesnapshots";

    public const string Contents = "/apis/snapshot.storage.k8s.io/v1/volumesnapshotcontents";

    private static readonly UncheckedKinds All = new(
        "snapshot.storage.k8s.io",
        "v1",
        ("volumesnapshots", "VolumeSnapshot", Namespaced: true),
        ("volumesnapshotcontents", "VolumeSnapshotContent", Namespaced: false),
        ("volumesnapshotclasses", "VolumeSnapshotClass", Namespaced: false));

    public static Task InstallAsync(Cluster cluster) => All.InstallAsync(cluster);

    public static Task RemoveAsync(Cluster cluster) => All.RemoveAsync(cluster);
}
