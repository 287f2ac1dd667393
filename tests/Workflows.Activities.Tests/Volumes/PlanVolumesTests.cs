using Workflows.Activities.Backups;
using Workflows.Activities.Clusters;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Volumes;
using Workflows.Archive.Staging;
using Workflows.Core.Backups;
using Workflows.Core.Selection;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Policies;
using Workflows.Durable;

namespace Workflows.Activities.Tests.Volumes;

public sealed class PlanVolumesTests
{
    private static readonly ActivityContext Context = new("run", "test");

    [ClusterFact]
    public async Task Bound_claims_that_the_backup_takes_are_planned_with_names_that_follow_from_them()
    {
        await using var bench = await MoverBench.CreateAsync();
        var data = await bench.AddClaimAsync();
        await bench.AddClaimAsync("cache", labels: """{"velero.io/exclude-from-backup": "true"}""");
        await bench.Ns.CreateAsync(ClusterKinds.Claims, """
            {"metadata": {"name": "waiting"}, "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "none",
             "resources": {"requests": {"storage": "1Gi"} } } }
            """);

        var planned = await PlanAsync(bench, new() { IncludedNamespaces = [bench.Ns.Name] });

        Assert.Equal([data.Planned], planned);
    }

    [ClusterFact]
    public async Task A_backup_that_takes_no_claims_takes_no_data_and_labels_hold_for_claims_too()
    {
        await using var bench = await MoverBench.CreateAsync();
        await bench.AddClaimAsync("red", labels: """{"color": "red"}""");
        await bench.AddClaimAsync("blue", labels: """{"color": "blue"}""");
        var selection = new ObjectSelection { IncludedNamespaces = [bench.Ns.Name] };

        Assert.Empty(await PlanAsync(bench, selection with { ExcludedResources = ["persistentvolumeclaims"] }));
        Assert.Empty(await PlanAsync(bench, selection with { IncludedResources = ["configmaps"] }));
        Assert.Equal(["red"], (await PlanAsync(bench, selection with { LabelSelector = "color=red" })).Select(claim => claim.Claim.Name));
    }

    [ClusterFact]
    public async Task Policies_say_what_is_done_with_each_claim_and_those_that_are_left_out_are_planned_with_the_reason()
    {
        await using var bench = await MoverBench.CreateAsync();
        await bench.AddClaimAsync("cache", labels: """{"kind": "cache"}""");
        await bench.AddClaimAsync("data");
        await bench.AddClaimAsync("db", labels: """{"kind": "db"}""");
        var policies = new VolumePolicies(
        [
            new(1, 3, new() { PvcLabels = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = "cache" } }, null),
            new(2, 6, new() { VolumeTypes = ["csi"] }, VolumeAction.Snapshot),
            new(3, 9, new()
            {
                VolumeTypes = ["hostPath"],
                PvcLabels = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = "db" },
            }, VolumeAction.SnapshotAndMove),
        ]);

        var planned = await PlanAsync(bench, new() { IncludedNamespaces = [bench.Ns.Name] }, spec => spec with { VolumePolicies = policies });
        var optIn = await PlanAsync(
            bench,
            new() { IncludedNamespaces = [bench.Ns.Name] },
            spec => spec with { VolumePolicies = policies, DefaultVolumesToFsBackup = false });

        Assert.Equal(["cache", "data", "db"], planned.Select(claim => claim.Claim.Name));
        Assert.Equal(["It is skipped by volume policy 1 (line 3).", null, null], planned.Select(claim => claim.Skip));
        Assert.Equal([VolumeAction.Filesystem, VolumeAction.SnapshotAndMove], planned.Skip(1).Select(claim => claim.Action));
        Assert.Contains("backup.velero.io/backup-volumes", optIn[1].Skip, StringComparison.Ordinal);
        Assert.Null(optIn[2].Skip);
    }

    [ClusterFact]
    public async Task Movers_of_dead_runs_are_removed_and_those_of_runs_at_work_and_of_other_stores_stay()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        var alive = move with { Run = move.Run with { Uid = Guid.NewGuid(), Backup = "alive" } };
        var foreign = move with { Run = move.Run with { Uid = Guid.NewGuid(), Store = Path.Combine(bench.Store, "elsewhere") } };
        var dead = move with { Run = move.Run with { Uid = Guid.NewGuid(), Backup = "dead" } };
        await BackupReservation.AcquireAsync(
            bench.Services.Stores.Get(bench.Store), "alive", new("alive", "here", DateTimeOffset.UtcNow, alive.Run.Uid));
        foreach (var each in (ClaimMove[])[alive, foreign, dead])
        {
            await bench.StartAsync(each);
        }

        await PlanAsync(bench, new() { IncludedNamespaces = [bench.Ns.Name] });

        await MoverBench.UntilAsync(async () => (await bench.JobsAsync()).Count == 2);
        Assert.Equal(
            new[] { alive.Job, foreign.Job }.Order(StringComparer.Ordinal),
            (await bench.JobsAsync()).Select(job => job["metadata"]!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<PlannedClaim>> PlanAsync(
        MoverBench bench, ObjectSelection selection, Func<BackupSpec, BackupSpec>? asked = null)
    {
        var spec = new BackupSpec
        {
            Name = bench.Run.Backup,
            Cluster = bench.Run.Cluster,
            Store = bench.Store,
            IncludeSecrets = false,
            Selection = selection,
            Mover = bench.Run.Settings,
        };
        spec = asked?.Invoke(spec) ?? spec;
        var plan = await new PlanBackupActivity(bench.Services).RunAsync(Context, new(spec, bench.Run.Uid), default);
        var volumes = await new PlanVolumesActivity(bench.Services).RunAsync(Context, new(bench.Run, spec, plan.PlanId), default);
        return volumes.Groups == 0
            ? []
            : await new ReadClaimsActivity(bench.Services).RunAsync(Context, new(bench.Run, volumes.PlanId, 0), default);
    }
}
