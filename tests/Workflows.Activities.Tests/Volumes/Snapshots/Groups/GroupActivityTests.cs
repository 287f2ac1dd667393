using Workflows.Activities.Clusters;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Activities.Volumes.Snapshots;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Activities.Tests.Volumes.Snapshots.Groups;

[Collection(SnapshotCollection.Name)]
public sealed class GroupActivityTests
{
    [ClusterFact]
    public async Task Claims_of_a_group_get_one_snapshot_whoever_asks_and_each_its_part_of_it()
    {
        await using var bench = await GroupBench.CreateAsync();
        var (data, log) = (await bench.AddClaimAsync("data"), await bench.AddClaimAsync("log"));

        var starts = await Task.WhenAll(((ClaimMove[])[data, log, data, log]).Select(bench.Single.TakeAsync));
        Assert.All(starts, start => Assert.Equal(SnapshotStart.Done, start));
        Assert.Equal(SnapshotPhase.Taking, (await bench.Single.LookAsync(data)).Phase);
        var content = await bench.CutAsync(data, "data", "log");

        var (first, second) = (await bench.Single.LookAsync(log), await bench.Single.LookAsync(data));

        Assert.Equal((SnapshotPhase.Ready, "part-1", "group-1"), (first.Phase, first.Snapshot!.Handle, first.Snapshot.Group));
        Assert.Equal((SnapshotPhase.Ready, "part-0", 5), (second.Phase, second.Snapshot!.Handle, second.Snapshot.Bytes));
        Assert.Null(await bench.FindAsync(data));
        Assert.Equal("Retain", (await bench.FindContentAsync(content))!["spec"]!["deletionPolicy"]!.GetValue<string>());
        var part = (await bench.Single.ContentAsync(first.Snapshot.Content!))!;
        Assert.Equal("Retain", part["spec"]!["deletionPolicy"]!.GetValue<string>());
        Assert.Equal(log.SnapshotName, part["metadata"]!["labels"]![SnapshotLabels.Snapshot]!.GetValue<string>());

        // A claim whose turn comes later finds its part, and begins no other snapshot.
        Assert.Equal(SnapshotStart.Done, await bench.Single.TakeAsync(data));
        Assert.Null(await bench.FindAsync(data));
        Assert.Null(await bench.Single.SnapshotAsync(data));
        Assert.True(await bench.Single.ReleaseAsync(data, keeps: true));
        Assert.NotNull(await bench.Single.ContentAsync(second.Snapshot.Content!));
    }

    [ClusterFact]
    public async Task A_member_that_does_not_say_whose_it_is_is_known_by_its_volume_and_one_of_nobody_is_no_hindrance()
    {
        await using var bench = await GroupBench.CreateAsync();
        var data = await bench.AddClaimAsync("data");
        await bench.AddVolumeAsync("v-1", "data");
        await bench.Single.TakeAsync(data);
        await bench.CutAsync(data, null, null);

        var report = await bench.Single.LookAsync(data);

        Assert.Equal((SnapshotPhase.Ready, "part-1"), (report.Phase, report.Snapshot!.Handle));
    }

    [ClusterFact]
    public async Task A_claim_that_is_not_in_its_groups_snapshot_is_told_so_and_no_other_is_taken_for_it()
    {
        await using var bench = await GroupBench.CreateAsync();
        var (data, log) = (await bench.AddClaimAsync("data"), await bench.AddClaimAsync("log"));
        await bench.Single.TakeAsync(data);
        await bench.CutAsync(data, "data");

        var report = await bench.Single.LookAsync(log);

        Assert.Equal(SnapshotPhase.Gone, report.Phase);
        Assert.Contains("group db", report.Reason, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task A_groups_snapshot_stays_as_a_whole_while_one_claim_is_kept_in_it_and_goes_with_the_backup()
    {
        await using var bench = await GroupBench.CreateAsync();
        var (data, log) = (await bench.AddClaimAsync("data"), await bench.AddClaimAsync("log"));
        await bench.Single.TakeAsync(data);
        var content = await bench.CutAsync(data, "data", "log");
        var kept = (await bench.Single.LookAsync(data)).Snapshot!;
        await bench.FollowAsync();

        Assert.True(await bench.ReleaseAsync(
            data.Run,
            new ClaimOutcome(data.Planned.Claim, ClaimState.Completed, null) { Snapshot = kept },
            ClaimOutcome.Failed(log.Planned.Claim, "It was.")));
        Assert.Equal("Retain", (await bench.FindContentAsync(content))!["spec"]!["deletionPolicy"]!.GetValue<string>());

        var removing = new SnapshotRemover(bench.Movers.Services).RunAsync(
            TestCluster.Reference, new(data.Run.Uid, null, [kept]), default);
        var deleted = await bench.Movers.Ns.AwaitAsync(
            GroupBench.Contents, content, found => found["metadata"]!["deletionTimestamp"] is not null);
        Assert.Equal("Delete", deleted["spec"]!["deletionPolicy"]!.GetValue<string>());
        Assert.False(removing.IsCompleted);
        await bench.LetGoAsync(content);
        await removing;
        Assert.Null(await bench.Single.ContentAsync(kept.Content!));
    }

    [ClusterFact]
    public async Task A_group_whose_members_files_were_moved_goes_with_all_that_stood_for_it()
    {
        await using var bench = await GroupBench.CreateAsync();
        var data = await bench.AddClaimAsync("data", VolumeAction.SnapshotAndMove);
        await bench.Single.TakeAsync(data);
        var content = await bench.CutAsync(data, "data");
        var part = (await bench.Single.LookAsync(data)).Snapshot!;
        await bench.FollowAsync();

        Assert.Equal(SnapshotStart.Done, await bench.Single.CloneAsync(data));
        var clone = (await bench.Movers.Ns.FindAsync(ClusterKinds.Claims, data.Mounted.Name))!;
        Assert.Equal(data.SnapshotName, clone["spec"]!["dataSource"]!["name"]!.GetValue<string>());
        Assert.NotNull(await bench.Single.SnapshotAsync(data));
        await MoverBench.UntilAsync(() => bench.Single.ReleaseAsync(data, keeps: false));
        Assert.Null(await bench.Single.SnapshotAsync(data));
        Assert.Null(await bench.Single.ContentAsync(data.SnapshotName));
        Assert.NotNull(await bench.Single.ContentAsync(part.Content!));

        var outcome = new ClaimOutcome(data.Planned.Claim, ClaimState.Completed, null) { Record = "r" };
        Assert.False(await bench.ReleaseAsync(data.Run, outcome));
        Assert.Equal("Delete", (await bench.FindContentAsync(content))!["spec"]!["deletionPolicy"]!.GetValue<string>());
        await bench.LetGoAsync(content);
        await MoverBench.UntilAsync(() => bench.ReleaseAsync(data.Run, outcome));
        Assert.Null(await bench.Single.ContentAsync(part.Content!));
    }

    [ClusterFact]
    public async Task A_group_that_was_never_ready_is_removed_with_its_snapshot_also_of_a_dead_run()
    {
        await using var bench = await GroupBench.CreateAsync();
        var data = await bench.AddClaimAsync("data");
        await bench.Single.TakeAsync(data);
        var content = await bench.CutAsync(data, "data");
        var sweep = new MoverSweep(
            new(bench.Movers.Ns.Client), bench.Movers.Services.Stores.Get(bench.Movers.Store), bench.Movers.Store);

        await sweep.RunAsync(default);

        Assert.Null(await bench.FindAsync(data));
        await sweep.RunAsync(default);
        await bench.Movers.Ns.AwaitAsync(GroupBench.Contents, content, found =>
            found["metadata"]!["deletionTimestamp"] is not null && found["spec"]!["deletionPolicy"]!.GetValue<string>() == "Delete");
    }

    [ClusterFact]
    public async Task What_a_backup_may_have_kept_of_a_group_is_not_swept()
    {
        await using var bench = await GroupBench.CreateAsync();
        var data = await bench.AddClaimAsync("data");
        await bench.Single.TakeAsync(data);
        var content = await bench.CutAsync(data, "data");
        var kept = (await bench.Single.LookAsync(data)).Snapshot!;
        await bench.FollowAsync();
        var sweep = new MoverSweep(
            new(bench.Movers.Ns.Client), bench.Movers.Services.Stores.Get(bench.Movers.Store), bench.Movers.Store);

        await sweep.RunAsync(default);

        Assert.Null((await bench.FindContentAsync(content))!["metadata"]!["deletionTimestamp"]);
        Assert.Equal("Retain", (await bench.Single.ContentAsync(kept.Content!))!["spec"]!["deletionPolicy"]!.GetValue<string>());
    }

    [ClusterFact]
    public async Task A_claim_that_is_filled_from_a_member_has_its_group_made_known_where_it_is_not()
    {
        await using var bench = await GroupBench.CreateAsync();
        var move = await bench.Single.AddRestoredClaimAsync();
        move = move with { Planned = move.Planned with { Snapshot = move.Planned.Snapshot! with { Group = "group-9" } } };

        Assert.Equal(SnapshotStart.Done, await bench.Single.ImportAsync(move));
        Assert.Equal(SnapshotStart.Done, await bench.Single.ImportAsync(move));

        var stub = (await bench.FindContentAsync(move.SnapshotName))!;
        Assert.Equal("Retain", stub["spec"]!["deletionPolicy"]!.GetValue<string>());
        await bench.Single.BindRestoredAsync();
        await MoverBench.UntilAsync(() => bench.Single.ReleaseImportAsync(move));
        Assert.Null(await bench.FindContentAsync(move.SnapshotName));
    }
}
