using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Snapshots;

/// <summary>The kinds of snapshots of groups, and a class of the driver's.</summary>
internal static class GroupKinds
{
    public const string Api = "/apis/groupsnapshot.storage.k8s.io/v1beta2";

    public const string Groups = $"{Api}/volumegroupsnapshots";

    public const string Contents = $"{Api}/volumegroupsnapshotcontents";

    private static readonly UncheckedKinds All = new(
        "groupsnapshot.storage.k8s.io",
        "v1beta2",
        ("volumegroupsnapshots", "VolumeGroupSnapshot", Namespaced: true),
        ("volumegroupsnapshotcontents", "VolumeGroupSnapshotContent", Namespaced: false),
        ("volumegroupsnapshotclasses", "VolumeGroupSnapshotClass", Namespaced: false));

    public static async Task InstallAsync(Cluster cluster)
    {
        await All.InstallAsync(cluster);
        await cluster.ApplyAsync($$"""
            apiVersion: groupsnapshot.storage.k8s.io/v1beta2
            kind: VolumeGroupSnapshotClass
            metadata: { name: {{CopyingDriver.SnapshotClass}} }
            driver: {{CopyingDriver.Name}}
            deletionPolicy: Delete
            """);
    }

    public static Task RemoveAsync(Cluster cluster) => All.RemoveAsync(cluster);
}
