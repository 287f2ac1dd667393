using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Kills;
using Workflows.Scenarios.Running;
using Xunit.Abstractions;

namespace Workflows.Scenarios.Faults;

/// <summary>An etcd that answers nothing for a while: the API server is there, and hangs.</summary>
public sealed class FrozenEtcdTests(ITestOutputHelper log) : IAsyncLifetime, IDisposable
{
    /// <summary>How long etcd is frozen.</summary>
    private static readonly TimeSpan Freeze = TimeSpan.FromSeconds(TestSettings.IsFull ? 30 : 5);

    private static readonly string[] Restored = Filling.Namespaces[..3];

    private static readonly HashSet<string> NothingBroken = [];

    private readonly Workspace workspace = new();
    private OwnControlPlane? plane;
    private Cluster? cluster;

    private OwnControlPlane Plane => plane!;

    public async Task InitializeAsync()
    {
        if (ClusterNeeds.WhyNoOwnClusters() is null)
        {
            plane = await OwnControlPlane.StartAsync("frozen");
            cluster = await Cluster.OpenAsync(plane.Kubeconfig);
            await Filling.FillAsync(cluster);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        cluster?.Dispose();
        plane?.Dispose();
        workspace.Dispose();
    }

    [OwnPlaneFact]
    public async Task A_backup_outlives_an_etcd_that_is_frozen_or_says_that_it_did_not_and_a_rerun_completes()
    {
        var truth = new BackupTruth(workspace);
        using var backup = workspace.Start(BackupTruth.Create("frozen", Plane.Kubeconfig));
        await StagedPlan.UntilThereAsync(workspace, backup);
        await FreezeAsync(backup);

        var result = await backup.WaitAsync();
        log.WriteLine($"backup: exit code {result.ExitCode} after {result.Duration.TotalSeconds:F1} s");
        await truth.AssertToldAsync("frozen", result);
        (await workspace.RunAsync(BackupTruth.Create("again", Plane.Kubeconfig))).Exits(0);
        await truth.AssertArchivedAsync("again", NothingBroken);
    }

    [OwnPlaneFact]
    public async Task A_restore_outlives_an_etcd_that_is_frozen_or_says_that_it_did_not_and_a_rerun_completes()
    {
        (await workspace.RunAsync(BackupTruth.Create("source", Plane.Kubeconfig))).Exits(0);
        await TestNamespaces.DeleteAsync(cluster!, Restored);
        var truth = new RestoreTruth(workspace, cluster!, Restored);
        using var restore = workspace.Start(Restore("frozen"));
        await TestNamespaces.UntilAsync("the restore has begun", async () => restore.HasEnded
            || await cluster!.FindAsync($"/api/v1/namespaces/{Restored[^1]}/configmaps/thing-00002") is not null);
        await FreezeAsync(restore);

        var result = await restore.WaitAsync();
        log.WriteLine($"restore: exit code {result.ExitCode} after {result.Duration.TotalSeconds:F1} s");
        await truth.AssertToldAsync("frozen", result);
        (await workspace.RunAsync(Restore("again"))).Exits(0);
        await truth.AssertAllThereAsync();
    }

    private string[] Restore(string name) =>
    [
        "restore", "create", name, "--from-backup", "source", "--include-namespaces", string.Join(',', Restored),
        "--kubeconfig", Plane.Kubeconfig,
    ];

    private async Task FreezeAsync(Running.Program command)
    {
        Assert.False(command.HasEnded, "It had ended before etcd was frozen: that is no test.");
        await Plane.FreezeEtcdAsync();
        await Task.Delay(Freeze);
        Assert.False(command.HasEnded, "It ended without an answer from etcd.");
        await Plane.ThawEtcdAsync();
    }
}
