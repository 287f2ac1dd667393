using Workflows.Activities.Clusters;
using Workflows.Activities.Tests.Clusters;
using Workflows.Core.Volumes.Seeing;

namespace Workflows.Activities.Tests.Volumes;

/// <summary>What keeps a mover from starting, as a real cluster says it.</summary>
public sealed class StuckMoverTests
{
    [ClusterFact]
    public async Task A_quota_that_is_used_up_blocks_it()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        await bench.Ns.CreateAsync(Kinds.Quotas, """{"metadata": {"name": "none"}, "spec": {"hard": {"pods": "0"} } }""");
        await bench.Ns.AwaitAsync(Kinds.Quotas, "none", quota => quota["status"]?["hard"] is not null);

        await bench.StartAsync(move);

        var report = await bench.AttendUntilAsync(move, found => found.Phase is not MoverPhase.Starting);
        Assert.Equal(MoverPhase.Blocked, report.Phase);
        Assert.Contains("exceeded quota: none", report.Reason, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task Limits_below_what_it_asks_for_refuse_it()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        await bench.Ns.CreateAsync(
            new("", "v1", "limitranges", "LimitRange", true, ["list"]),
            """{"metadata": {"name": "small"}, "spec": {"limits": [{"type": "Container", "max": {"memory": "128Mi"} }] } }""");

        await bench.StartAsync(move);

        var report = await bench.AttendUntilAsync(move, found => found.Phase is not MoverPhase.Starting);
        Assert.Equal(MoverPhase.Refused, report.Phase);
        Assert.Contains("maximum memory usage", report.Reason, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task A_pod_that_no_node_can_take_says_what_the_scheduler_says()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        await bench.StartAsync(move);
        var pod = await bench.AwaitPodAsync(move);

        // As a scheduler says it, where there is one; there may be none here.
        await bench.PatchStatusAsync(ClusterKinds.Pods, pod, """
            {"status": {"conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
             "message": "0/1 nodes are available: 1 node(s) had volume node affinity conflict."}] } }
            """);

        var report = await bench.AttendAsync(move);
        Assert.Equal(MoverPhase.Blocked, report.Phase);
        Assert.Contains("volume node affinity conflict", report.Reason, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task A_job_that_somebody_deleted_is_gone()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        await bench.StartAsync(move);

        await bench.CleanUpToTheEndAsync(move);

        Assert.Equal(MoverPhase.Gone, (await bench.AttendAsync(move)).Phase);
    }
}
