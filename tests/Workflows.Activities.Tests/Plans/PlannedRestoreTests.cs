using Workflows.Activities.Plans;
using Workflows.Activities.Tests.Schedules;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Tests.Plans;

/// <summary>What restores are given by declared plans.</summary>
public sealed class PlannedRestoreTests
{
    private readonly TickBench bench = new(TestBackup.Started);

    [Fact]
    public async Task A_restore_plan_gives_the_restore_all_that_options_would()
    {
        await DeclareAsync("""
            selection: { includedNamespaces: [shop] }
              namespaceMappings: { shop: shop-test }
              conflict: update
              volumeData: noData
              preserveNodePorts: true
            """);
        await MakeAsync("nightly-1", TestBackup.Started);

        var spec = await bench.Specs().RestoreAsync("to-green", backup => $"{backup}-again", backup: null, CancellationToken.None);

        Assert.Equal(("nightly-1-again", "nightly-1", "/store", null), (spec.Name, spec.Backup, spec.Store, spec.Key));
        Assert.Equal("/etc/blue", Assert.Single(spec.Cluster.Kubeconfig));
        Assert.Equal(["shop"], spec.Selection.IncludedNamespaces);
        Assert.Equal("shop-test", spec.NamespaceMappings["shop"]);
        Assert.Equal((ConflictMode.Update, VolumeDataPolicy.NoData, true), (spec.Conflict, spec.VolumeData, spec.PreserveNodePorts));
    }

    [Fact]
    public async Task The_last_good_backup_of_its_plan_is_restored_unless_one_is_named()
    {
        await DeclareAsync();
        await MakeAsync("old", TestBackup.Started);
        await MakeAsync("good", TestBackup.Started.AddDays(1));
        await MakeAsync("partial", TestBackup.Started.AddDays(2), errors: [new BackupProblem("pods", null, "Forbidden.")]);
        await MakeAsync("foreign", TestBackup.Started.AddDays(3), plan: "weekly");

        Assert.Equal("good", (await RestoreAsync(null)).Backup);
        Assert.Equal("partial", (await RestoreAsync("partial")).Backup);
        Assert.Equal(ErrorKind.Usage, (await Assert.ThrowsAsync<PlanRefusedException>(() => RestoreAsync("foreign"))).Kind);
        Assert.Equal(ErrorKind.NotFound, (await Assert.ThrowsAsync<PlanRefusedException>(() => RestoreAsync("nothing"))).Kind);
    }

    [Fact]
    public async Task Data_of_volumes_takes_a_movers_image_where_it_is_files()
    {
        await DeclareAsync();
        await MakeAsync("nightly-1", TestBackup.Started, volumes: [new ArchivedClaim("shop", "data", ClaimState.Completed, null, null, null, 1, 1)]);

        var refused = await Assert.ThrowsAsync<PlanRefusedException>(() => RestoreAsync(null));
        var spec = await bench.Specs(new MoverSettings { Image = "mover:1" })
            .RestoreAsync("to-green", backup => backup, backup: null, CancellationToken.None);

        Assert.Contains("WORKFLOWS_MOVER_IMAGE", refused.Message, StringComparison.Ordinal);
        Assert.Equal("mover:1", spec.Mover?.Image);
    }

    private Task<RestoreSpec> RestoreAsync(string? backup) =>
        bench.Specs().RestoreAsync("to-green", name => name, backup, CancellationToken.None);

    private async Task DeclareAsync(string more = "")
    {
        await bench.DeclareAsync("");
        await bench.ApplyAsync($$"""
            apiVersion: workflows/v1
            kind: RestorePlan
            metadata: { name: to-green }
            spec:
              backupPlan: nightly
              cluster: blue
              {{more}}
            """);
    }

    private Task MakeAsync(
        string name,
        DateTimeOffset started,
        string plan = "nightly",
        IReadOnlyList<BackupProblem>? errors = null,
        IReadOnlyList<ArchivedClaim>? volumes = null) =>
        bench.MakeAsync(name, started, plan, errors, volumes);
}
