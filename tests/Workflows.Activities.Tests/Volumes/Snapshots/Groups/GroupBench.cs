using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Activities.Volumes.Snapshots.Groups;
using Workflows.Core.Resources;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Core.Volumes.Snapshots.Groups;
using Workflows.Durable;

namespace Workflows.Activities.Tests.Volumes.Snapshots.Groups;

/// <summary>Two claims of one group, and what takes their snapshot together; the test is the driver and the controller.</summary>
internal sealed class GroupBench(SnapshotBench single) : IAsyncDisposable
{
    public const string Version = "v1beta2";

    private const string Finalizer = "example.com/driver";

    private static readonly ActivityContext Context = new("run", "test");

    public static readonly ApiResource Groups = GroupSnapshotKinds.Snapshots(Version);

    public static readonly ApiResource Contents = GroupSnapshotKinds.Contents(Version);

    private readonly List<string> volumes = [];

    public SnapshotBench Single { get; } = single;

    public MoverBench Movers => Single.Movers;

    public static async Task<GroupBench> CreateAsync() => new(await SnapshotBench.CreateAsync());

    public ClaimGroup GroupOf(VolumeRun run) => new(
        SnapshotObjectNames.Group(run.Uid, Movers.Ns.Name, ClaimGroup.VeleroLabel, "db"), ClaimGroup.VeleroLabel, "db", Version, Single.Driver);

    public Task AddClassAsync() => Movers.Ns.CreateAsync(
        GroupSnapshotKinds.Classes(Version),
        $$"""{"metadata": {"name": "{{Single.Driver}}"}, "driver": "{{Single.Driver}}", "deletionPolicy": "Delete"}""");

    /// <summary>A bound claim with the group's label, whose volume is of the driver.</summary>
    public async Task<ClaimMove> AddClaimAsync(string name, VolumeAction action = VolumeAction.Snapshot)
    {
        var move = await Single.AddClaimAsync(action, name);
        await Movers.Ns.MergeAsync(
            ClusterKinds.Claims, name, $$$"""{"metadata": {"labels": {"{{{ClaimGroup.VeleroLabel}}}": "db"} } }""");
        return move with { Planned = move.Planned with { Group = GroupOf(move.Run) } };
    }

    /// <summary>Makes known which claim a volume is of that the driver calls so.</summary>
    public async Task AddVolumeAsync(string handle, string claim)
    {
        var name = $"{Movers.Ns.Name}-{handle}";
        volumes.Add(name);
        await Movers.Ns.CreateAsync(ClusterKinds.Volumes, $$"""
            {"metadata": {"name": "{{name}}"}, "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
             "csi": {"driver": "{{Single.Driver}}", "volumeHandle": "{{handle}}"},
             "claimRef": {"namespace": "{{Movers.Ns.Name}}", "name": "{{claim}}"} } }
            """);
    }

    public Task<JsonObject?> FindAsync(ClaimMove move) => Movers.Ns.FindAsync(Groups, move.Planned.Group!.Name);

    public Task<JsonObject?> FindContentAsync(string name) => Movers.Ns.FindAsync(Contents, name);

    /// <summary>Cuts the snapshot of the group's claims, and says that it is ready, as controller and driver do.</summary>
    /// <param name="move">One of the group's claims.</param>
    /// <param name="claims">The members; one without a name is known by its volume, the handle of which is <c>v-</c> and its number.</param>
    /// <returns>The group's content.</returns>
    public async Task<string> CutAsync(ClaimMove move, params string?[] claims)
    {
        var (name, ns) = (move.Planned.Group!.Name, Movers.Ns.Name);
        var uid = (await FindAsync(move))!["metadata"]!["uid"]!.GetValue<string>();
        var content = $"groupsnapcontent-{uid}";
        var handles = string.Join(", ", claims.Select((_, number) => $"\"v-{number}\""));
        await Movers.Ns.CreateAsync(Contents, $$"""
            {"metadata": {"name": "{{content}}", "finalizers": ["{{Finalizer}}"]}, "spec": {"deletionPolicy": "Delete",
             "driver": "{{Single.Driver}}", "source": {"volumeHandles": [{{handles}}]},
             "volumeGroupSnapshotRef": {"namespace": "{{ns}}", "name": "{{name}}", "uid": "{{uid}}"} } }
            """);
        await Single.SetStatusAsync(Contents, null, content, """{"volumeGroupSnapshotHandle": "group-1"}""");
        for (var number = 0; number < claims.Length; number++)
        {
            await AddMemberAsync(name, uid, number, claims[number]);
        }

        await Single.SetStatusAsync(
            Groups, ns, name, $$"""{"boundVolumeGroupSnapshotContentName": "{{content}}", "readyToUse": true}""");
        return content;
    }

    /// <summary>
    /// What a controller does when a VolumeGroupSnapshot is gone: its members' VolumeSnapshots go too. A server with a garbage
    /// collector may have done it already.
    /// </summary>
    public async Task FollowAsync()
    {
        var cluster = new MoverCluster(Movers.Ns.Client);
        foreach (var snapshot in await cluster.ListAsync(SnapshotKinds.Snapshots, Movers.Ns.Name, null, null, default))
        {
            await cluster.DeleteAsync(SnapshotKinds.Snapshots, Movers.Ns.Name, snapshot["metadata"]!["name"]!.GetValue<string>(), default);
        }
    }

    /// <summary>Lets a group's content go that is being deleted.</summary>
    public Task LetGoAsync(string content) =>
        Movers.Ns.MergeAsync(Contents, content, """{"metadata": {"finalizers": null} }""");

    /// <summary>Records what became of the claims, and asks once for what nobody is kept in to be removed.</summary>
    public async Task<bool> ReleaseAsync(VolumeRun run, params ClaimOutcome[] outcomes)
    {
        await VolumeDocuments.Create(Movers.Services, run).WriteOutcomesAsync("plan", 0, outcomes, default);
        return await new ReleaseGroupsActivity(Movers.Services).RunAsync(Context, new(run, "plan", 1), default);
    }

    public async ValueTask DisposeAsync()
    {
        var cluster = new MoverCluster(Movers.Ns.Client);
        foreach (var content in await cluster.ListAsync(Contents, null, null, null, default))
        {
            if (content["spec"]!["driver"]!.GetValue<string>() == Single.Driver)
            {
                var name = content["metadata"]!["name"]!.GetValue<string>();
                await LetGoAsync(name);
                await cluster.DeleteAsync(Contents, null, name, default);
            }
        }

        await cluster.DeleteAsync(GroupSnapshotKinds.Classes(Version), null, Single.Driver, default);
        foreach (var volume in volumes)
        {
            await cluster.DeleteAsync(ClusterKinds.Volumes, null, volume, default);
        }

        await Single.DisposeAsync();
    }

    private async Task AddMemberAsync(string group, string groupUid, int number, string? claim)
    {
        var (name, ns) = ($"snapshot-{groupUid}-{number}", Movers.Ns.Name);
        await Movers.Ns.CreateAsync(SnapshotKinds.Snapshots, $$"""
            {"metadata": {"name": "{{name}}", "ownerReferences": [
              {"apiVersion": "{{GroupObjects.Group}}/{{Version}}", "kind": "VolumeGroupSnapshot", "name": "{{group}}", "uid": "{{groupUid}}"}]},
             "spec": {"source": {"persistentVolumeClaimName": "{{claim}}"} } }
            """);
        var uid = (await Movers.Ns.FindAsync(SnapshotKinds.Snapshots, name))!["metadata"]!["uid"]!.GetValue<string>();
        var content = ContentOf(groupUid, number);
        await Movers.Ns.CreateAsync(SnapshotKinds.Contents, $$"""
            {"metadata": {"name": "{{content}}"}, "spec": {"deletionPolicy": "Delete", "driver": "{{Single.Driver}}",
             "source": {"volumeHandle": "v-{{number}}"}, "volumeSnapshotRef": {"namespace": "{{ns}}", "name": "{{name}}", "uid": "{{uid}}"} } }
            """);
        await Single.SetStatusAsync(SnapshotKinds.Contents, null, content, $$"""
            {"snapshotHandle": "part-{{number}}", "volumeGroupSnapshotHandle": "group-1", "restoreSize": 5, "readyToUse": true}
            """);
        await Single.SetStatusAsync(
            SnapshotKinds.Snapshots, ns, name, $$"""{"boundVolumeSnapshotContentName": "{{content}}", "readyToUse": true}""");
    }

    private static string ContentOf(string groupUid, int number) => $"snapcontent-{groupUid}-{number}";
}
