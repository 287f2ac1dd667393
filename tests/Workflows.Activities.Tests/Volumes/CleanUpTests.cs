using Workflows.Activities.Clusters;
using Workflows.Activities.Tests.Clusters;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Stores;

namespace Workflows.Activities.Tests.Volumes;

public sealed class CleanUpTests
{
    [ClusterFact]
    public async Task A_removed_mover_leaves_no_job_no_pod_and_nothing_of_its_attempts()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        await bench.StartAsync(move);
        await bench.AwaitPodAsync(move);
        var store = bench.Services.Stores.Get(bench.Store);
        var data = await ((IContainerStore)store).OpenContainerAsync(move.Planned.Volume, create: false);
        var attempt = await new VolumeRuns(store, data, TimeProvider.System, move.Planned.Volume)
            .BeginAsync(move.Planned.Record, move.Planned.Volume);
        var layout = new VolumeLayout(move.Planned.Volume);
        await data.WriteAsync(layout.Pack($"{attempt}-000001.pack"), new byte[] { 1 }, WriteCondition.IfAbsent);

        await bench.CleanUpToTheEndAsync(move);

        Assert.Empty(await bench.JobsAsync());
        Assert.Empty(await bench.PodsAsync());
        Assert.Empty(await data.ListAsync("").Select(blob => blob.Path).ToListAsync());
    }

    [ClusterFact]
    public async Task What_is_removed_already_can_be_removed_again_though_nothing_was_ever_made()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();

        Assert.True(await bench.CleanUpAsync(move));
        Assert.True(await bench.CleanUpAsync(move));
    }

    [ClusterFact]
    public async Task While_its_pod_is_there_a_mover_is_not_gone_and_its_intent_stays()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        await bench.StartAsync(move);
        var pod = await bench.AwaitPodAsync(move);

        // As a node that ends it does: it stays for as long as it takes.
        await bench.Ns.MergeAsync(ClusterKinds.Pods, pod, """{"metadata": {"finalizers": ["example.com/node"]} }""");
        var store = bench.Services.Stores.Get(bench.Store);
        var data = await ((IContainerStore)store).OpenContainerAsync(move.Planned.Volume, create: false);
        await new VolumeRuns(store, data, TimeProvider.System, move.Planned.Volume)
            .BeginAsync(move.Planned.Record, move.Planned.Volume);

        Assert.False(await bench.CleanUpAsync(move));
        Assert.False(await bench.CleanUpAsync(move));
        Assert.Single(await data.ListAsync("").ToListAsync());

        await bench.Ns.MergeAsync(ClusterKinds.Pods, pod, """{"metadata": {"finalizers": null} }""");
        await bench.CleanUpToTheEndAsync(move);
        Assert.Empty(await data.ListAsync("").ToListAsync());
    }
}
