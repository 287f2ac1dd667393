using System.Net;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Snapshots;

/// <summary>
/// Answers claims of a class with volumes, and leaves volumes and snapshots as a CSI driver with its sidecars would: the
/// part that provisions. It looks at everything a few times a second, until it is disposed.
/// </summary>
internal sealed class CopyingDriver : IAsyncDisposable
{
    public const string Name = "copies.test.workflows.dev";

    public const string Class = "wf-copies";

    public const string SnapshotClass = "wf-copies";

    private const string Volumes = "/api/v1/persistentvolumes";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(150);

    private readonly Cluster cluster;
    private readonly CancellationTokenSource ending = new();
    private readonly Task loop;

    private volatile CopyingGroups? groups;

    private CopyingDriver(Cluster cluster, CopyingStorage storage)
    {
        this.cluster = cluster;
        Storage = storage;
        loop = Task.Run(RunAsync, CancellationToken.None);
    }

    public CopyingStorage Storage { get; }

    /// <summary>Installs the kinds and classes, and begins to answer.</summary>
    public static async Task<CopyingDriver> StartAsync(Cluster cluster, CopyingStorage storage)
    {
        await SnapshotKinds.InstallAsync(cluster);
        await cluster.ApplyAsync($$"""
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: { name: {{Class}} }
            provisioner: {{Name}}
            volumeBindingMode: Immediate
            ---
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshotClass
            metadata: { name: {{SnapshotClass}} }
            driver: {{Name}}
            deletionPolicy: Delete
            """);
        return new(cluster, storage);
    }

    /// <summary>From now on the cluster knows snapshots of groups, and the driver takes them.</summary>
    public async Task ServeGroupsAsync()
    {
        await GroupKinds.InstallAsync(cluster);
        groups = new(cluster, Storage);
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await loop;
        if (groups is not null)
        {
            await GroupKinds.RemoveAsync(cluster);
        }

        ending.Dispose();
        await cluster.DeleteAsync($"/apis/storage.k8s.io/v1/storageclasses/{Class}");
        await SnapshotKinds.RemoveAsync(cluster);
    }

    private async Task RunAsync()
    {
        var snapshotter = new CopyingSnapshotter(cluster, Storage);
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await ProvisionAsync();
                await ReclaimAsync();
                await (groups?.ReconcileAsync() ?? Task.CompletedTask);
                await snapshotter.ReconcileAsync();
            }
            catch (HttpRequestException changed) when (changed.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
            {
                // Somebody changed or deleted what was looked at: the next look sees it as it is.
            }

            await Task.WhenAny(Task.Delay(Poll, ending.Token));
        }
    }

    private async Task ProvisionAsync()
    {
        foreach (var claim in await cluster.ListAsync("/api/v1/persistentvolumeclaims"))
        {
            if (claim["spec"]!["storageClassName"]?.GetValue<string>() == Class
                && claim["spec"]!["volumeName"] is null
                && claim["metadata"]!["deletionTimestamp"] is null)
            {
                await ProvisionAsync(claim);
            }
        }
    }

    private async Task ProvisionAsync(JsonObject claim)
    {
        var metadata = claim["metadata"]!;
        var (ns, name, uid) = (metadata["namespace"]!.GetValue<string>(), metadata["name"]!.GetValue<string>(), metadata["uid"]!.GetValue<string>());
        var volume = $"wf-copy-{uid}";
        if (await cluster.FindAsync($"{Volumes}/{volume}") is not null)
        {
            return;
        }

        if (claim["spec"]!["dataSource"] is not { } source)
        {
            Storage.MakeVolume(volume);
        }
        else if (await HandleOfAsync(ns, source["name"]!.GetValue<string>()) is { } handle)
        {
            await Storage.MakeVolumeOfAsync(handle, volume);
        }
        else
        {
            return;
        }

        await cluster.CreateAsync(Volumes, JsonNode.Parse($$"""
            {"apiVersion": "v1", "kind": "PersistentVolume",
             "metadata": {"name": "{{volume}}", "annotations": {"pv.kubernetes.io/provisioned-by": "{{Name}}"} },
             "spec": {"capacity": {"storage": "1Gi"}, "accessModes": {{claim["spec"]!["accessModes"]!.ToJsonString()}},
              "storageClassName": "{{Class}}", "persistentVolumeReclaimPolicy": "Retain",
              "claimRef": {"namespace": "{{ns}}", "name": "{{name}}", "uid": "{{uid}}"},
              "hostPath": {"path": "{{Storage.VolumeOf(volume)}}", "type": "Directory"} } }
            """)!);
    }

    /// <summary>The snapshot that a VolumeSnapshot stands for; null until it is ready to use.</summary>
    private async Task<string?> HandleOfAsync(string ns, string name)
    {
        var snapshot = await cluster.FindAsync($"/apis/snapshot.storage.k8s.io/v1/namespaces/{ns}/volumesnapshots/{name}");
        if (snapshot?["status"]?["readyToUse"]?.GetValue<bool>() != true)
        {
            return null;
        }

        var content = await cluster.FindAsync($"{SnapshotKinds.Contents}/{snapshot["status"]!["boundVolumeSnapshotContentName"]}");
        return content?["status"]?["snapshotHandle"]?.GetValue<string>();
    }

    /// <summary>A volume goes with its claim.</summary>
    private async Task ReclaimAsync()
    {
        foreach (var volume in await cluster.ListAsync(Volumes))
        {
            if (volume["metadata"]!["annotations"]?["pv.kubernetes.io/provisioned-by"]?.GetValue<string>() == Name
                && volume["status"]?["phase"]?.GetValue<string>() == "Released")
            {
                var name = volume["metadata"]!["name"]!.GetValue<string>();
                await cluster.DeleteAsync($"{Volumes}/{name}");
                Storage.DeleteVolume(name);
            }
        }
    }
}
