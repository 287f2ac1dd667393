using Workflows.Activities.Clusters;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Activities.Volumes.Snapshots.Groups;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Tests.Volumes.Snapshots.Groups;

/// <summary>Which claims are planned to be in one snapshot.</summary>
[Collection(SnapshotCollection.Name)]
public sealed class GroupSurveyTests
{
    [ClusterFact]
    public async Task Claims_with_the_same_value_of_the_label_are_a_group_and_one_alone_is_none()
    {
        await using var bench = await GroupBench.CreateAsync();
        await bench.AddClassAsync();
        var (data, log) = (await bench.AddClaimAsync("data"), await bench.AddClaimAsync("log"));
        var alone = await bench.AddClaimAsync("alone");
        await bench.Movers.Ns.MergeAsync(
            ClusterKinds.Claims, "alone", """{"metadata": {"labels": {"velero.io/volume-group": "other"} } }""");

        var planned = await SurveyAsync(bench, bench.Movers.Run, data, log, alone);

        Assert.Equal([bench.GroupOf(bench.Movers.Run), bench.GroupOf(bench.Movers.Run), null], planned.Select(claim => claim.Group));
        Assert.All(planned, claim => Assert.Null(claim.Remark));
    }

    [ClusterFact]
    public async Task Where_there_is_no_class_each_claim_gets_its_own_snapshot_and_says_why()
    {
        await using var bench = await GroupBench.CreateAsync();
        var (data, log) = (await bench.AddClaimAsync("data"), await bench.AddClaimAsync("log"));

        var planned = await SurveyAsync(bench, bench.Movers.Run, data, log);

        Assert.All(planned, claim => Assert.Null(claim.Group));
        Assert.All(planned, claim => Assert.Contains("no VolumeGroupSnapshotClass", claim.Remark, StringComparison.Ordinal));
    }

    [ClusterFact]
    public async Task Claims_whose_files_are_read_and_those_of_a_run_without_groups_are_in_none()
    {
        await using var bench = await GroupBench.CreateAsync();
        await bench.AddClassAsync();
        var (data, log) = (await bench.AddClaimAsync("data"), await bench.AddClaimAsync("log", VolumeAction.Filesystem));

        var mixed = await SurveyAsync(bench, bench.Movers.Run, data, log);
        var without = await SurveyAsync(
            bench,
            bench.Movers.Run with { Settings = bench.Movers.Run.Settings with { GroupLabel = "" } },
            data,
            log with { Planned = log.Planned with { Action = VolumeAction.Snapshot } });

        Assert.All(mixed.Concat(without), claim => Assert.Equal((null, null), (claim.Group, claim.Remark)));
    }

    private static async Task<IReadOnlyList<PlannedClaim>> SurveyAsync(GroupBench bench, VolumeRun run, params ClaimMove[] moves)
    {
        var cluster = new MoverCluster(bench.Movers.Ns.Client);
        var claims = await cluster.ListAsync(ClusterKinds.Claims, null, null, null, default);
        return await new GroupSurvey(new(cluster), run, claims)
            .RunAsync([.. moves.Select(move => move.Planned with { Group = null })], default);
    }
}
