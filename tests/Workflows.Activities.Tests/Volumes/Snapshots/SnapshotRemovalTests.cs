using Workflows.Activities.Clusters;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Activities.Volumes.Snapshots;
using Workflows.Archive.Staging;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Activities.Tests.Volumes.Snapshots;

/// <summary>Snapshots go when their backup does, or when their run is dead, and not before.</summary>
[Collection(SnapshotCollection.Name)]
public sealed class SnapshotRemovalTests
{
    [ClusterFact]
    public async Task What_dead_runs_left_is_swept_and_runs_at_work_and_backups_keep_theirs()
    {
        await using var bench = await SnapshotBench.CreateAsync();
        var store = bench.Movers.Services.Stores.Get(bench.Movers.Store);
        await BackupReservation.AcquireAsync(store, "alive", new("alive", "here", DateTimeOffset.UtcNow, bench.Movers.Run.Uid));
        var manifest = await TestBackup.CreateAsync(store, "made");
        var alive = await TakenAsync(bench, "alive", bench.Movers.Run.Uid, VolumeAction.Snapshot);
        var made = await TakenAsync(bench, "made", manifest.BackupUid, VolumeAction.Snapshot);
        var dead = await TakenAsync(bench, "dead", Guid.NewGuid(), VolumeAction.Snapshot);
        var moved = await TakenAsync(bench, "moved", Guid.NewGuid(), VolumeAction.SnapshotAndMove);
        await bench.CloneAsync(moved.Move);
        var sweep = new MoverSweep(new(bench.Movers.Ns.Client), store, bench.Movers.Store);

        await MoverBench.UntilAsync(async () =>
        {
            await sweep.RunAsync(default);
            return await bench.ContentAsync(dead.Content) is null && await bench.ContentAsync(moved.Content) is null;
        });

        Assert.Null(await bench.Movers.Ns.FindAsync(ClusterKinds.Claims, moved.Move.Mounted.Name));
        Assert.Null(await bench.SnapshotAsync(made.Move));
        Assert.Equal("Retain", (await bench.ContentAsync(made.Content))!["spec"]!["deletionPolicy"]!.GetValue<string>());
        Assert.NotNull(await bench.SnapshotAsync(alive.Move));
        Assert.NotNull(await bench.ContentAsync(alive.Content));
    }

    [ClusterFact]
    public async Task A_store_that_holds_no_backup_at_all_is_no_reason_to_remove_what_one_may_have_kept()
    {
        await using var bench = await SnapshotBench.CreateAsync();
        var kept = await TakenAsync(bench, "kept", Guid.NewGuid(), VolumeAction.Snapshot);
        var sweep = new MoverSweep(
            new(bench.Movers.Ns.Client), bench.Movers.Services.Stores.Get(bench.Movers.Store), bench.Movers.Store);

        await sweep.RunAsync(default);
        await sweep.RunAsync(default);

        Assert.Null(await bench.SnapshotAsync(kept.Move));
        Assert.Equal("Retain", (await bench.ContentAsync(kept.Content))!["spec"]!["deletionPolicy"]!.GetValue<string>());
    }

    [ClusterFact]
    public async Task What_a_restore_left_is_swept_without_its_snapshot_once_its_claim_is_bound()
    {
        await using var bench = await SnapshotBench.CreateAsync();
        var move = await bench.AddRestoredClaimAsync();
        await bench.ImportAsync(move);
        var sweep = new MoverSweep(
            new(bench.Movers.Ns.Client), bench.Movers.Services.Stores.Get(bench.Movers.Store), bench.Movers.Store);

        await sweep.RunAsync(default);
        Assert.NotNull(await bench.SnapshotAsync(move));

        await bench.BindRestoredAsync();
        await MoverBench.UntilAsync(async () =>
        {
            await sweep.RunAsync(default);
            Assert.NotEqual("Delete", (await bench.ContentAsync(move.SnapshotName))?["spec"]!["deletionPolicy"]!.GetValue<string>());
            return await bench.ContentAsync(move.SnapshotName) is null;
        });
    }

    [ClusterFact]
    public async Task A_deleted_backup_takes_its_snapshots_along_also_those_whose_content_somebody_removed()
    {
        await using var bench = await SnapshotBench.CreateAsync();
        var kept = await TakenAsync(bench, "kept", Guid.NewGuid(), VolumeAction.Snapshot);
        await MoverBench.UntilAsync(() => bench.ReleaseAsync(kept.Move, keeps: true));
        var lost = new ArchivedSnapshot(bench.Driver, "snap-lost") { Content = "snapcontent-lost" };
        var known = new ArchivedSnapshot(bench.Driver, "snap-kept") { Content = kept.Content };
        var substitute = SnapshotObjectNames.Removal(lost.Driver, lost.Handle);

        var removing = new SnapshotRemover(bench.Movers.Services).RunAsync(
            TestCluster.Reference, new(kept.Move.Run.Uid, null, [known, lost]), default);
        foreach (var content in (string[])[kept.Content, substitute])
        {
            await bench.Movers.Ns.AwaitAsync(SnapshotKinds.Contents, content, _ => true);
            await bench.Movers.Ns.MergeAsync(SnapshotKinds.Contents, content, """{"metadata": {"finalizers": ["example.com/driver"]} }""");
            var deleted = await bench.Movers.Ns.AwaitAsync(
                SnapshotKinds.Contents, content, found => found["metadata"]!["deletionTimestamp"] is not null);
            Assert.Equal("Delete", deleted["spec"]!["deletionPolicy"]!.GetValue<string>());
            Assert.False(removing.IsCompleted);
            await bench.Movers.Ns.MergeAsync(SnapshotKinds.Contents, content, """{"metadata": {"finalizers": null} }""");
        }

        Assert.Equal(2, await removing);
    }

    [ClusterFact]
    public async Task Another_cluster_than_the_one_that_took_them_is_not_asked_to_remove_them()
    {
        await using var bench = await SnapshotBench.CreateAsync();
        var lost = new ArchivedSnapshot(bench.Driver, "snap-lost");

        var failure = await Assert.ThrowsAsync<WorkflowsException>(() => new SnapshotRemover(bench.Movers.Services).RunAsync(
            TestCluster.Reference, new(Guid.NewGuid(), Guid.NewGuid().ToString(), [lost]), default));

        Assert.Contains("another cluster", failure.Message, StringComparison.Ordinal);
        Assert.Null(await bench.ContentAsync(SnapshotObjectNames.Removal(lost.Driver, lost.Handle)));
    }

    /// <summary>A claim of its own with a snapshot that is ready, taken by a run of this backup.</summary>
    private static async Task<(ClaimMove Move, string Content)> TakenAsync(
        SnapshotBench bench, string backup, Guid run, VolumeAction action)
    {
        var move = await bench.AddClaimAsync(action, backup);
        move = move with { Run = move.Run with { Uid = run, Backup = backup } };
        await bench.TakeAsync(move);
        var content = await bench.AddContentAsync(move, $"snap-{backup}");
        await bench.LookAsync(move);
        return (move, content);
    }
}
