using Workflows.Activities.Clusters;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Volumes.Snapshots;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Activities.Tests.Volumes.Snapshots;

[Collection(SnapshotCollection.Name)]
public sealed class SnapshotActivityTests
{
    [ClusterFact]
    public async Task A_claim_gets_one_snapshot_of_its_drivers_class_however_often_it_is_taken()
    {
        await using var bench = await SnapshotBench.CreateAsync();
        var move = await bench.AddClaimAsync(VolumeAction.Snapshot);

        var starts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => bench.TakeAsync(move)));

        Assert.All(starts, start => Assert.Equal(SnapshotStart.Done, start));
        var snapshot = (await bench.SnapshotAsync(move))!;
        Assert.Equal("data", snapshot["spec"]!["source"]!["persistentVolumeClaimName"]!.GetValue<string>());
        Assert.Equal(bench.Driver, snapshot["spec"]!["volumeSnapshotClassName"]!.GetValue<string>());
        Assert.Equal(SnapshotPhase.Taking, (await bench.LookAsync(move)).Phase);
    }

    [ClusterFact]
    public async Task A_claim_without_a_driver_or_with_two_classes_to_choose_from_gets_none_and_the_reason_is_the_answer()
    {
        await using var bench = await SnapshotBench.CreateAsync();
        var plain = await bench.Movers.AddClaimAsync("plain");
        var move = await bench.AddClaimAsync(VolumeAction.Snapshot);
        await bench.AddClassAsync($"second-{bench.Driver}");

        var ambiguous = await bench.TakeAsync(move);
        var without = await bench.TakeAsync(plain);
        await bench.Movers.Ns.Client.DeleteAsync(SnapshotKinds.Classes, null, $"second-{bench.Driver}", new(), default);

        Assert.Contains("none of them stands out", ambiguous.Refusal, StringComparison.Ordinal);
        Assert.Contains("no CSI driver", without.Refusal, StringComparison.Ordinal);
        Assert.Equal(SnapshotStart.Done, await bench.TakeAsync(move));
    }

    [ClusterFact]
    public async Task A_snapshot_that_is_kept_counts_as_ready_only_when_its_content_outlives_its_namespace()
    {
        await using var bench = await SnapshotBench.CreateAsync();
        var move = await bench.AddClaimAsync(VolumeAction.Snapshot);
        await bench.TakeAsync(move);
        var content = await bench.AddContentAsync(move, "snap-1");

        var report = await bench.LookAsync(move);

        Assert.Equal((SnapshotPhase.Ready, "snap-1", content), (report.Phase, report.Snapshot!.Handle, report.Snapshot.Content));
        var marked = (await bench.ContentAsync(content))!;
        Assert.Equal("Retain", marked["spec"]!["deletionPolicy"]!.GetValue<string>());
        Assert.Equal(move.SnapshotName, marked["metadata"]!["labels"]![SnapshotLabels.Snapshot]!.GetValue<string>());

        await MoverBench.UntilAsync(() => bench.ReleaseAsync(move, keeps: true));
        Assert.Null(await bench.SnapshotAsync(move));
        Assert.NotNull(await bench.ContentAsync(content));
    }

    [ClusterFact]
    public async Task A_snapshot_that_is_not_kept_goes_with_its_clone_also_when_its_content_was_left_alone()
    {
        await using var bench = await SnapshotBench.CreateAsync();
        var move = await bench.AddClaimAsync(VolumeAction.SnapshotAndMove);
        await bench.TakeAsync(move);
        var content = await bench.AddContentAsync(move, "snap-1");
        await bench.LookAsync(move);

        Assert.Equal(SnapshotStart.Done, await bench.CloneAsync(move));
        Assert.Equal(SnapshotStart.Done, await bench.CloneAsync(move));
        var clone = (await bench.Movers.Ns.FindAsync(ClusterKinds.Claims, move.Mounted.Name))!;
        Assert.Equal(move.SnapshotName, clone["spec"]!["dataSource"]!["name"]!.GetValue<string>());
        Assert.Equal("2147483648", clone["spec"]!["resources"]!["requests"]!["storage"]!.GetValue<string>());

        await MoverBench.UntilAsync(() => bench.ReleaseAsync(move, keeps: false));
        Assert.Null(await bench.SnapshotAsync(move));
        Assert.Null(await bench.ContentAsync(content));
        Assert.Null(await bench.Movers.Ns.FindAsync(ClusterKinds.Claims, move.Mounted.Name));
        Assert.True(await bench.ReleaseAsync(move, keeps: false));
    }

    [ClusterFact]
    public async Task The_mover_of_a_clone_mounts_that_anywhere_whatever_has_the_claim()
    {
        await using var bench = await SnapshotBench.CreateAsync();
        var move = await bench.AddClaimAsync(VolumeAction.SnapshotAndMove);
        await bench.CloneAsync(move);

        Assert.Null((await bench.Movers.StartAsync(move)).Refusal);

        var pod = Assert.Single(await bench.Movers.JobsAsync())["spec"]!["template"]!["spec"]!;
        Assert.Equal(move.Mounted.Name, pod["volumes"]![0]!["persistentVolumeClaim"]!["claimName"]!.GetValue<string>());
        Assert.Null(pod["affinity"]);

        // There is no such class, which the pod does not tell and the claim does.
        await bench.Movers.AttendUntilAsync(
            move, report => report.Reason?.Contains("made of its snapshot: ", StringComparison.Ordinal) == true);
        await bench.Movers.CleanUpToTheEndAsync(move);
    }

    [ClusterFact]
    public async Task A_restored_claim_finds_its_snapshot_and_what_stood_for_it_stays_until_the_claim_is_bound()
    {
        await using var bench = await SnapshotBench.CreateAsync();
        var move = await bench.AddRestoredClaimAsync();

        Assert.Equal(SnapshotStart.Done, await bench.ImportAsync(move));
        Assert.Equal(SnapshotStart.Done, await bench.ImportAsync(move));
        Assert.Equal(SnapshotPhase.Taking, (await bench.LookAtImportAsync(move)).Phase);
        Assert.True(await bench.ReleaseImportAsync(move));
        Assert.NotNull(await bench.SnapshotAsync(move));

        await bench.BindRestoredAsync();
        var report = await bench.LookAtImportAsync(move);
        Assert.Equal((SnapshotPhase.Ready, move.Planned.Snapshot), (report.Phase, report.Snapshot));
        await MoverBench.UntilAsync(() => bench.ReleaseImportAsync(move));
        Assert.Null(await bench.SnapshotAsync(move));
        Assert.Null(await bench.ContentAsync(move.SnapshotName));
    }

    [ClusterFact]
    public async Task A_claim_that_the_restore_did_not_create_is_not_filled()
    {
        await using var bench = await SnapshotBench.CreateAsync();
        var foreign = await bench.AddRestoredClaimAsync(label: null);

        var start = await bench.ImportAsync(foreign);

        Assert.True(start.IsSkipped);
        Assert.Null(await bench.ContentAsync(foreign.SnapshotName));
    }

    [ClusterFact]
    public async Task Only_claims_whose_driver_is_in_the_cluster_are_filled()
    {
        await using var bench = await SnapshotBench.CreateAsync();
        var run = bench.Movers.Run with { Task = MoverTask.Restore, Restore = "back" };
        PlannedClaim Claim(string name, string driver) => new(new("shop", name), "", "") { Snapshot = new(driver, "h") { Bytes = 7 } };

        var planned = await FilledClaims.PlanAsync(
            new(new(bench.Movers.Ns.Client)), run, [Claim("here", bench.Driver), Claim("elsewhere", "nobody.example.com")], default);

        var source = Assert.Single(planned.Sources);
        Assert.Equal(("here", 7L), (source.Claim.Name, source.Bytes));
        Assert.Null(planned.Claims[0].Refusal);
        Assert.Contains("has no such driver", planned.Claims[1].Refusal, StringComparison.Ordinal);
    }
}
