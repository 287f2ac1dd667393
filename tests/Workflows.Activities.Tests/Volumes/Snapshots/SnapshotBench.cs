using System.Text;
using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Activities.Volumes.Snapshots;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Durable;
using Workflows.Kubernetes;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Activities.Tests.Volumes.Snapshots;

/// <summary>A namespace with claims whose volumes are of a driver, and that driver's class; the test is the driver.</summary>
internal sealed class SnapshotBench(MoverBench movers) : IAsyncDisposable
{
    private static readonly ActivityContext Context = new("run", "test");

    private string? boundVolume;

    public MoverBench Movers { get; } = movers;

    /// <summary>Of this test's own: classes are the cluster's.</summary>
    public string Driver { get; } = $"disk-{Guid.NewGuid():N}.example.com";

    public static async Task<SnapshotBench> CreateAsync()
    {
        var bench = new SnapshotBench(await MoverBench.CreateAsync());
        await bench.AddClassAsync(bench.Driver);
        return bench;
    }

    public Task AddClassAsync(string name) => Movers.Ns.CreateAsync(
        SnapshotKinds.Classes,
        $$"""{"metadata": {"name": "{{name}}"}, "driver": "{{Driver}}", "deletionPolicy": "Delete"}""");

    /// <summary>A bound claim, whose volume is of the driver.</summary>
    public async Task<ClaimMove> AddClaimAsync(VolumeAction action, string name = "data")
    {
        var move = await Movers.AddClaimAsync(name);
        await Movers.Ns.MergeAsync(
            ClusterKinds.Volumes,
            $"{Movers.Ns.Name}-{name}",
            $$$"""{"metadata": {"annotations": {"pv.kubernetes.io/provisioned-by": "{{{Driver}}}"} } }""");
        return move with { Planned = move.Planned with { Action = action } };
    }

    /// <summary>A claim that waits to be filled, as a restore creates it.</summary>
    public async Task<ClaimMove> AddRestoredClaimAsync(string? label = "back")
    {
        var claim = new ClaimName(Movers.Ns.Name, "restored");
        var move = new ClaimMove(
            Movers.Run with { Task = MoverTask.Restore, Restore = "back" },
            new(claim, "", "") { Snapshot = new(Driver, "snap-1") { Bytes = 5 } });
        var labels = label is null ? new JsonObject() : new JsonObject { [RestoreLabels.RestoreName] = label };
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolumeClaim",
            ["metadata"] = new JsonObject { ["name"] = claim.Name, ["labels"] = labels },
            ["spec"] = new JsonObject
            {
                ["accessModes"] = new JsonArray("ReadWriteOnce"),
                ["storageClassName"] = "none",
                ["dataSource"] = SnapshotObjects.SourceOf(move.SnapshotName),
                ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = "1Gi" } },
            },
        };
        await Movers.Ns.Client.CreateAsync(
            ClusterKinds.Claims, claim.Namespace, Encoding.UTF8.GetBytes(body.ToJsonString()), new() { FieldManager = RestoreOrigins.CreateManager }, default);
        return move;
    }

    /// <summary>Binds the restored claim, as whoever provisions it does.</summary>
    public async Task BindRestoredAsync()
    {
        boundVolume = $"{Movers.Ns.Name}-restored";
        await Movers.Ns.CreateAsync(ClusterKinds.Volumes, $$"""
            {"metadata": {"name": "{{boundVolume}}"}, "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
             "storageClassName": "none", "hostPath": {"path": "/nowhere/{{boundVolume}}"},
             "claimRef": {"namespace": "{{Movers.Ns.Name}}", "name": "restored"} } }
            """);
        var looks = 0;
        await MoverBench.UntilAsync(async () =>
        {
            await Movers.Ns.MergeAsync(ClusterKinds.Claims, "restored", $$$"""{"metadata": {"annotations": {"look": "{{{++looks}}}"} } }""");
            return (await Movers.Ns.FindAsync(ClusterKinds.Claims, "restored"))?["status"]?["phase"]?.GetValue<string>() == "Bound";
        });
    }

    public Task<SnapshotStart> TakeAsync(ClaimMove move) => new TakeSnapshotActivity(Movers.Services).RunAsync(Context, move, default);

    public Task<SnapshotReport> LookAsync(ClaimMove move) => new LookAtSnapshotActivity(Movers.Services).RunAsync(Context, move, default);

    public Task<SnapshotStart> CloneAsync(ClaimMove move) =>
        new CloneSnapshotActivity(Movers.Services).RunAsync(
            Context, new(move, new("disk.csi.example.com", "h") { Bytes = 2L << 30 }), default);

    public Task<bool> ReleaseAsync(ClaimMove move, bool keeps) =>
        new ReleaseSnapshotActivity(Movers.Services).RunAsync(Context, new(move, keeps), default);

    public Task<SnapshotStart> ImportAsync(ClaimMove move) => new ImportSnapshotActivity(Movers.Services).RunAsync(Context, move, default);

    public Task<SnapshotReport> LookAtImportAsync(ClaimMove move) => new LookAtImportActivity(Movers.Services).RunAsync(Context, move, default);

    public Task<bool> ReleaseImportAsync(ClaimMove move) => new ReleaseImportActivity(Movers.Services).RunAsync(Context, move, default);

    public Task<JsonObject?> SnapshotAsync(ClaimMove move) => Movers.Ns.FindAsync(SnapshotKinds.Snapshots, move.SnapshotName);

    public Task<JsonObject?> ContentAsync(string name) => Movers.Ns.FindAsync(SnapshotKinds.Contents, name);

    /// <summary>Makes the content of a VolumeSnapshot, as the controller does; gives its name.</summary>
    public async Task<string> AddContentAsync(ClaimMove move, string? handle = null)
    {
        var uid = (await SnapshotAsync(move))!["metadata"]!["uid"]!.GetValue<string>();
        var name = $"snapcontent-{uid}";
        await Movers.Ns.CreateAsync(SnapshotKinds.Contents, $$"""
            {"metadata": {"name": "{{name}}"}, "spec": {"deletionPolicy": "Delete", "driver": "{{Driver}}", "volumeSnapshotClassName": "{{Driver}}",
             "source": {"volumeHandle": "v"}, "volumeSnapshotRef": {"namespace": "{{Movers.Ns.Name}}", "name": "{{move.SnapshotName}}", "uid": "{{uid}}"} } }
            """);
        if (handle is not null)
        {
            await SayReadyAsync(move, name, handle);
        }

        return name;
    }

    /// <summary>Says of a snapshot what the controller and the driver do when it is there.</summary>
    public async Task SayReadyAsync(ClaimMove move, string content, string handle)
    {
        await SetStatusAsync(SnapshotKinds.Contents, null, content, $$"""{"snapshotHandle": "{{handle}}", "restoreSize": 5, "readyToUse": true}""");
        await SetStatusAsync(
            SnapshotKinds.Snapshots, Movers.Ns.Name, move.SnapshotName, $$"""{"boundVolumeSnapshotContentName": "{{content}}", "readyToUse": true}""");
    }

    public Task SetStatusAsync(Core.Resources.ApiResource kind, string? ns, string name, string status) => Movers.Ns.Client.PatchAsync(
        kind, ns, name, PatchType.MergePatch, Encoding.UTF8.GetBytes($$"""{"status": {{status}} }"""), new() { Subresource = "status" }, default);

    public async ValueTask DisposeAsync()
    {
        foreach (var content in await new MoverCluster(Movers.Ns.Client).ListAsync(SnapshotKinds.Contents, null, null, null, default))
        {
            if (content["spec"]!["driver"]!.GetValue<string>() == Driver)
            {
                var name = content["metadata"]!["name"]!.GetValue<string>();
                await Movers.Ns.Client.DeleteAsync(SnapshotKinds.Contents, null, name, new(), default);
            }
        }

        if (boundVolume is not null)
        {
            await Movers.Ns.Client.DeleteAsync(ClusterKinds.Volumes, null, boundVolume, new(), default);
        }

        await Movers.Ns.Client.DeleteAsync(SnapshotKinds.Classes, null, Driver, new(), default);
        await Movers.DisposeAsync();
    }
}
