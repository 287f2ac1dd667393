using System.Runtime.Versioning;
using System.Text;
using Workflows.Activities.Clusters;
using Workflows.Activities.Tests.Clusters;
using Workflows.Core.Errors;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Volumes;
using Workflows.Faults;
using Workflows.Faults.Connecting;
using Workflows.Faults.Rules;
using Workflows.Kubernetes;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Activities.Tests.Volumes;

[SupportedOSPlatform("linux")]
public sealed class StartMoverTests
{
    [ClusterFact]
    public async Task A_claim_gets_one_job_however_often_and_by_how_many_it_is_started()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();

        var starts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => bench.StartAsync(move)));

        Assert.All(starts, start => Assert.Equal(MoverStart.Done, start));
        Assert.Equal(MoverStart.Done, await bench.StartAsync(move));
        var job = Assert.Single(await bench.JobsAsync());
        Assert.Equal(move.Job, job["metadata"]!["name"]!.GetValue<string>());
        Assert.Equal("data", job["spec"]!["template"]!["spec"]!["volumes"]![0]!["persistentVolumeClaim"]!["claimName"]!.GetValue<string>());
    }

    [ClusterFact]
    public async Task A_job_whose_creation_was_not_answered_is_found_and_not_made_twice()
    {
        await using var bench = await MoverBench.CreateAsync();
        await using var proxy = FaultProxy.Start(TestCluster.Kubeconfig!);
        var kubeconfig = Path.Combine(bench.Store, "proxy.kubeconfig");
        ProxyKubeconfig.Write(proxy, kubeconfig);
        var move = await bench.AddClaimAsync();
        var through = move with { Run = move.Run with { Cluster = new([kubeconfig], null) } };
        var lost = new FaultRule(new Fault.Reset(AfterServer: true)) { Method = "POST", Path = "/jobs" };
        proxy.SetRules(1, lost);

        var failure = await Assert.ThrowsAnyAsync<WorkflowsException>(() => bench.StartAsync(through));

        Assert.True(failure.IsTransient, failure.Message);
        Assert.Equal(1, lost.Happened);
        Assert.Equal(MoverStart.Done, await bench.StartAsync(through));
        Assert.Single(await bench.JobsAsync());
    }

    [ClusterFact]
    public async Task A_mover_goes_to_the_node_whose_pod_has_the_claim_and_bears_what_that_node_wants_borne()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        await using var node = await TestNode.CreateAsync(bench.Ns);
        await bench.Ns.CreateAsync(ClusterKinds.Pods, $$"""
            {"metadata": {"name": "redis"}, "spec": {"nodeName": "{{node.Name}}", "terminationGracePeriodSeconds": 0,
             "containers": [{"name": "redis", "image": "redis:1"}],
             "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"} }] } }
            """);

        await bench.StartAsync(move);

        var pod = Assert.Single(await bench.JobsAsync())["spec"]!["template"]!["spec"]!;
        var term = pod["affinity"]!["nodeAffinity"]!["requiredDuringSchedulingIgnoredDuringExecution"]!["nodeSelectorTerms"]![0]!;
        Assert.Equal(node.Name, term["matchFields"]![0]!["values"]![0]!.GetValue<string>());
        Assert.Contains(pod["tolerations"]!.AsArray(), taint => taint!["key"]!.GetValue<string>() == "dedicated");
    }

    [ClusterFact]
    public async Task A_store_in_a_folder_is_given_to_the_mover_as_the_folder_of_its_own_container()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();

        await bench.StartAsync(move);

        var store = Assert.Single(await bench.JobsAsync())["spec"]!["template"]!["spec"]!["volumes"]!.AsArray()
            .Single(volume => volume!["name"]!.GetValue<string>() == "store")!;
        var path = store["hostPath"]!["path"]!.GetValue<string>();
        Assert.StartsWith(bench.Store, path, StringComparison.Ordinal);
        Assert.EndsWith(move.Planned.Volume, path, StringComparison.Ordinal);
        Assert.True(Directory.Exists(path));
    }

    [ClusterFact]
    public async Task A_claim_that_can_not_be_moved_gets_no_job_and_the_reason_is_the_answer()
    {
        await using var bench = await MoverBench.CreateAsync();
        var blocks = await bench.AddClaimAsync("blocks", volumeMode: "Block");
        var remade = await bench.AddClaimAsync("remade");

        var gone = await bench.StartAsync(remade with { Planned = remade.Planned with { Claim = new(bench.Ns.Name, "gone") } });
        var other = await bench.StartAsync(remade with { Planned = remade.Planned with { Uid = Guid.NewGuid().ToString() } });

        Assert.Contains("Block", (await bench.StartAsync(blocks)).Refusal, StringComparison.Ordinal);
        Assert.Contains("no such claim", gone.Refusal, StringComparison.Ordinal);
        Assert.Contains("made anew", other.Refusal, StringComparison.Ordinal);
        Assert.Empty(await bench.JobsAsync());
    }

    [ClusterFact]
    public async Task A_cluster_that_refuses_jobs_is_the_claims_failure_and_nobody_elses()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        await bench.Ns.CreateAsync(Kinds.Quotas, """{"metadata": {"name": "none"}, "spec": {"hard": {"count/jobs.batch": "0"} } }""");
        await bench.Ns.AwaitAsync(Kinds.Quotas, "none", quota => quota["status"]?["hard"] is not null);

        var start = await bench.StartAsync(move);

        Assert.Contains("exceeded quota", start.Refusal, StringComparison.Ordinal);
        Assert.False(start.IsSkipped);
    }

    [ClusterFact]
    public async Task A_restore_writes_into_no_claim_that_it_did_not_create_even_if_it_has_updated_it()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = Restoring(await bench.AddClaimAsync("older"));

        var older = await bench.StartAsync(move);
        await bench.Ns.Client.PatchAsync(
            ClusterKinds.Claims,
            bench.Ns.Name,
            "older",
            PatchType.MergePatch,
            Encoding.UTF8.GetBytes($$$"""{"metadata": {"labels": {"{{{RestoreLabels.RestoreName}}}": "back"} } }"""),
            new() { FieldManager = RestoreOrigins.UpdateManager },
            default);
        var updated = await bench.StartAsync(move);

        foreach (var start in (MoverStart[])[older, updated])
        {
            Assert.True(start.IsSkipped);
            Assert.Contains("was there before", start.Refusal, StringComparison.Ordinal);
        }

        Assert.Empty(await bench.JobsAsync());
    }

    [ClusterFact]
    public async Task A_restore_writes_once_into_what_it_created_and_the_next_of_its_name_does_not()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = Restoring(await bench.AddClaimAsync("own", labels: $$$"""{"{{{RestoreLabels.RestoreName}}}": "back"}"""));
        var unknown = await bench.StartAsync(move);
        await bench.RecordAsync(move);

        var first = await bench.StartAsync(move);
        await bench.CleanUpToTheEndAsync(move);
        var resumed = await bench.StartAsync(move);
        var next = await bench.StartAsync(move with { Run = move.Run with { Uid = Guid.NewGuid() } });

        Assert.Contains("not in the store", unknown.Refusal, StringComparison.Ordinal);
        Assert.Equal((MoverStart.Done, MoverStart.Done), (first, resumed));
        Assert.True(next.IsSkipped);
        Assert.Contains("earlier restore of this name", next.Refusal, StringComparison.Ordinal);
    }

    private static ClaimMove Restoring(ClaimMove move) =>
        move with { Run = move.Run with { Task = MoverTask.Restore, Restore = "back" } };

    [ClusterFact]
    public async Task A_run_that_was_stopped_has_no_movers_and_starts_none()
    {
        await using var bench = await MoverBench.CreateAsync();
        var first = await bench.AddClaimAsync("first");
        var second = await bench.AddClaimAsync("second");
        await bench.StartAsync(first);

        await bench.StopAsync();

        await MoverBench.UntilAsync(async () => (await bench.JobsAsync()).Count == 0);
        Assert.Contains("ended before", (await bench.StartAsync(second)).Refusal, StringComparison.Ordinal);
        Assert.Empty(await bench.JobsAsync());
    }
}
