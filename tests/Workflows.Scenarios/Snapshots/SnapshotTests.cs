using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Snapshots;

/// <summary>The data of claims by way of snapshots, with real bytes, pods and movers, and a storage system that copies folders.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class SnapshotTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string Namespace = "wf-snapshots";

    private const string Copy = "wf-snapshots-copy";

    private const string Image = "workflows.local/mover:1";

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly Workspace workspace = new();

    private CopyingDriver? driver;

    private CopyingStorage Storage => driver!.Storage;

    public async Task InitializeAsync()
    {
        if (!TestSettings.HasNode || ClusterNeeds.WhyNot() is not null)
        {
            return;
        }

        driver = await CopyingDriver.StartAsync(clusters.Blue, new(workspace.PathOf("storage")));
        await TestNamespaces.DeleteAsync(clusters.Blue, Namespace, Copy);
        await TestNamespaces.DeleteAsync(clusters.Green, Namespace);
        await TestNamespaces.CreateAsync(clusters.Blue, Namespace);
        await ReadingPods.CreateAsync(clusters.Blue, Namespace, "data", CopyingDriver.Class);
        await ReadingPods.AwaitAsync(clusters.Blue, Namespace);
        await ReadingPods.WriteAsync(clusters.Blue, Namespace, "written before the backup");
    }

    public async Task DisposeAsync()
    {
        if (driver is not null)
        {
            await TestNamespaces.DeleteAsync(clusters.Blue, Namespace, Copy);
            await TestNamespaces.DeleteAsync(clusters.Green, Namespace);
            await UntilAsync("its volumes are gone", async () => (await VolumesAsync()).Count == 0);
            await driver.DisposeAsync();
        }
    }

    public void Dispose() => workspace.Dispose();

    [NodeFact]
    public async Task A_snapshot_outlives_its_namespace_and_fills_the_restored_claim_before_its_pod_reads_it()
    {
        (await CreateAsync("kept", "snapshot")).Exits(0);
        await ReadingPods.WriteAsync(clusters.Blue, Namespace, "written after the backup");
        var snapshot = (await DescribeAsync("kept"))["snapshot"]!;
        Assert.Equal(CopyingDriver.Name, snapshot["driver"]!.GetValue<string>());
        Assert.Equal(CopyingDriver.SnapshotClass, snapshot["class"]!.GetValue<string>());
        Assert.Equal(1 << 20, snapshot["bytes"]!.GetValue<long>());
        Assert.Empty(await clusters.Blue.ListAsync(SnapshotKinds.Snapshots));
        await TestNamespaces.DeleteAsync(clusters.Blue, Namespace);

        (await RestoreAsync(clusters.Blue, "back", "kept")).Exits(0);

        await ReadingPods.AwaitAsync(clusters.Blue, Namespace);
        Assert.Equal("written before the backup", await ReadingPods.ReadAsync(clusters.Blue, Namespace));
        await AssertOnlyContentAsync(snapshot["content"]!.GetValue<string>());

        // The backup's deletion takes the snapshot along, and the volume that was made of it stays.
        (await workspace.RunAsync("backup", "delete", "kept", "--yes", "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(0);
        Assert.Empty(Storage.Snapshots());
        Assert.Empty(await clusters.Blue.ListAsync(SnapshotKinds.Contents));
        Assert.Equal("written before the backup", await ReadingPods.ReadAsync(clusters.Blue, Namespace));
    }

    [NodeFact]
    public async Task A_snapshot_can_be_restored_beside_the_living_claim_and_again_after_somebody_removed_its_content()
    {
        (await CreateAsync("kept", "snapshot")).Exits(0);
        await ReadingPods.WriteAsync(clusters.Blue, Namespace, "written after the backup");
        await clusters.Blue.DeleteAsync($"{SnapshotKinds.Contents}/{(await DescribeAsync("kept"))["snapshot"]!["content"]}");
        await UntilAsync("its content is gone", async () => (await clusters.Blue.ListAsync(SnapshotKinds.Contents)).Count == 0);

        (await RestoreAsync(clusters.Blue, "beside", "kept", "--namespace-mappings", $"{Namespace}:{Copy}")).Exits(0);

        await ReadingPods.AwaitAsync(clusters.Blue, Copy);
        Assert.Equal("written before the backup", await ReadingPods.ReadAsync(clusters.Blue, Copy));
        Assert.Equal("written after the backup", await ReadingPods.ReadAsync(clusters.Blue, Namespace));
        (await workspace.RunAsync("backup", "delete", "kept", "--yes", "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(0);
        Assert.Empty(Storage.Snapshots());
    }

    [NodeFact]
    public async Task A_cluster_without_the_driver_refuses_that_claim_and_deleting_the_backup_there_says_what_is_left()
    {
        (await CreateAsync("kept", "snapshot")).Exits(0);
        var storageClass = $"/apis/storage.k8s.io/v1/storageclasses/{CopyingDriver.Class}";
        await clusters.Green.DeleteAsync(storageClass);
        await clusters.Green.ApplyAsync($$"""
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: { name: {{CopyingDriver.Class}} }
            provisioner: kubernetes.io/no-provisioner
            """);
        try
        {
            var restored = (await RestoreAsync(clusters.Green, "elsewhere", "kept", "-o", "json")).Exits(3).Json();
            var deleted = await workspace.RunAsync("backup", "delete", "kept", "--yes", "--kubeconfig", clusters.Green.Kubeconfig, "-o", "json");

            Assert.Contains(
                restored["problems"]!.AsArray(),
                problem => problem!["message"]!.GetValue<string>().Contains("knows no snapshots", StringComparison.Ordinal));
            var claim = await clusters.Green.GetAsync($"/api/v1/namespaces/{Namespace}/persistentvolumeclaims/data");
            Assert.Null(claim["spec"]!["dataSource"]);
            Assert.Contains("another cluster", deleted.Exits(3).Json()["snapshotsLeft"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Single(Storage.Snapshots());
        }
        finally
        {
            await clusters.Green.DeleteAsync(storageClass);
        }
    }

    [NodeFact]
    public async Task A_snapshots_files_are_moved_and_nothing_of_it_stays_with_the_storage_system()
    {
        (await CreateAsync("moved", "snapshot+move", "--mover-image", Image)).Exits(0);
        await ReadingPods.WriteAsync(clusters.Blue, Namespace, "written after the backup");
        var volume = await DescribeAsync("moved");
        Assert.NotNull(volume["record"]);
        Assert.Null(volume["snapshot"]);
        await AssertNothingLeftAsync();

        (await RestoreAsync(
            clusters.Blue, "beside", "moved", "--mover-image", Image, "--namespace-mappings", $"{Namespace}:{Copy}")).Exits(0);

        await ReadingPods.AwaitAsync(clusters.Blue, Copy);
        Assert.Equal("written before the backup", await ReadingPods.ReadAsync(clusters.Blue, Copy));
    }

    [NodeFact]
    public async Task A_snapshot_is_read_in_another_namespace_where_its_own_admits_no_mover()
    {
        await clusters.Blue.ApplyAsync($$"""
            apiVersion: v1
            kind: ResourceQuota
            metadata: { name: full, namespace: {{Namespace}} }
            spec: { hard: { pods: "1" } }
            """);
        await TestNamespaces.CreateAsync(clusters.Blue, Copy);

        (await CreateAsync("moved", "snapshot+move", "--mover-image", Image, "--mover-namespace", Copy)).Exits(0);

        Assert.NotNull((await DescribeAsync("moved"))["record"]);
        await AssertNothingLeftAsync();
        Assert.Empty(await clusters.Blue.ListAsync($"/api/v1/namespaces/{Copy}/persistentvolumeclaims"));
        Assert.Empty(await clusters.Blue.ListAsync($"/apis/batch/v1/namespaces/{Copy}/jobs"));
    }

    [NodeFact]
    public async Task A_mover_namespace_that_is_not_there_fails_that_claim_and_leaves_nothing()
    {
        var created = (await CreateAsync("moved", "snapshot+move", "--mover-image", Image, "--mover-namespace", "wf-nowhere", "-o", "json")).Exits(3).Json();

        Assert.Contains(
            created["problems"]!.AsArray(),
            problem => problem!["message"]!.GetValue<string>().Contains("wf-nowhere", StringComparison.Ordinal));
        await AssertNothingLeftAsync();
    }

    [NodeFact]
    public async Task A_backup_that_is_killed_beside_the_mover_of_a_clone_goes_on_and_leaves_nothing()
    {
        await KillAsync("moved", "snapshot+move", async () => (await JobsAsync()).Count > 0, "--mover-image", Image);

        (await workspace.RunAsync("resume", "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(0);

        Assert.NotNull((await DescribeAsync("moved"))["record"]);
        await AssertNothingLeftAsync();
    }

    [NodeFact]
    public async Task What_a_given_up_backup_left_is_swept_by_the_next_which_keeps_its_own()
    {
        await KillAsync("dead", "snapshot+move", async () => (await ClonesAsync()).Count > 0, "--mover-image", Image);
        (await workspace.RunAsync("backup", "delete", "dead", "--yes")).Exits(0);

        (await CreateAsync("kept", "snapshot")).Exits(0);

        var content = (await DescribeAsync("kept"))["snapshot"]!["content"]!.GetValue<string>();
        await UntilAsync("the dead run's clone is gone", async () => (await ClonesAsync()).Count == 0);
        await AssertOnlyContentAsync(content);
    }

    /// <summary>Kills a backup as soon as the cluster shows what is waited for.</summary>
    private async Task KillAsync(string name, string action, Func<Task<bool>> isReached, params string[] options)
    {
        using var program = workspace.Start(Create(name, action, options));
        while (!await isReached())
        {
            Assert.False(program.HasEnded, "The backup was done before it could be killed.");
            await Task.WhenAny(program.WaitForExitAsync(), Task.Delay(Glance));
        }

        await program.KillAsync();
    }

    private static string[] Create(string name, string action, Cluster cluster, string[] options) =>
    [
        "backup", "create", name, "--include-namespaces", Namespace, "--exclude-secrets", "--include-volume-data",
        "--volume-action", action, "--kubeconfig", cluster.Kubeconfig, .. options,
    ];

    private string[] Create(string name, string action, params string[] options) =>
        Create(name, action, clusters.Blue, options);

    private Task<CommandResult> CreateAsync(string name, string action, params string[] options) =>
        workspace.RunAsync(Create(name, action, options));

    private Task<CommandResult> RestoreAsync(Cluster cluster, string name, string backup, params string[] options) =>
        workspace.RunAsync(["restore", "create", name, "--from-backup", backup, "--kubeconfig", cluster.Kubeconfig, .. options]);

    /// <summary>The backup's one claim.</summary>
    private async Task<JsonNode> DescribeAsync(string backup)
    {
        var described = (await workspace.RunAsync("backup", "describe", backup, "-o", "json")).Exits(0).Json();
        return Assert.Single(described["volumes"]!.AsArray())!;
    }

    /// <summary>One snapshot is with the storage system, by the content that keeps it; nothing else that snapshots take.</summary>
    private async Task AssertOnlyContentAsync(string name)
    {
        await UntilAsync("no more than one content is left", async () => (await clusters.Blue.ListAsync(SnapshotKinds.Contents)).Count <= 1);
        Assert.Equal(name, Assert.Single(await clusters.Blue.ListAsync(SnapshotKinds.Contents))["metadata"]!["name"]!.GetValue<string>());
        Assert.Empty(await clusters.Blue.ListAsync(SnapshotKinds.Snapshots));
        Assert.Single(Storage.Snapshots());
    }

    private async Task AssertNothingLeftAsync()
    {
        Assert.Empty(await clusters.Blue.ListAsync(SnapshotKinds.Snapshots));
        Assert.Empty(await clusters.Blue.ListAsync(SnapshotKinds.Contents));
        Assert.Empty(await ClonesAsync());
        Assert.Empty(await JobsAsync());
        Assert.Empty(Storage.Snapshots());
    }

    private Task<IReadOnlyList<JsonObject>> ClonesAsync() => clusters.Blue.ListAsync(
        $"/api/v1/namespaces/{Namespace}/persistentvolumeclaims?labelSelector=app.kubernetes.io%2Fname%3Dworkflows-snapshot");

    private Task<IReadOnlyList<JsonObject>> JobsAsync() => clusters.Blue.ListAsync($"/apis/batch/v1/namespaces/{Namespace}/jobs");

    private async Task<IReadOnlyList<JsonObject>> VolumesAsync() =>
    [
        .. (await clusters.Blue.ListAsync("/api/v1/persistentvolumes"))
            .Where(volume => volume["metadata"]!["annotations"]?["pv.kubernetes.io/provisioned-by"]?.GetValue<string>() == CopyingDriver.Name),
    ];

    private static Task UntilAsync(string what, Func<Task<bool>> holds) => TestNamespaces.UntilAsync(what, holds);
}
