using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Snapshots;

/// <summary>Two claims of one group, whose data is in one snapshot: kept, moved, killed in the midst, and removed as a whole.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class GroupSnapshotTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string Namespace = "wf-groups";

    private const string Copy = "wf-groups-copy";

    private const string Image = "workflows.local/mover:1";

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly Workspace workspace = new();

    private readonly List<CopyingDriver> drivers = [];

    private CopyingStorage Storage => drivers[0].Storage;

    public async Task InitializeAsync()
    {
        if (!TestSettings.HasNode || ClusterNeeds.WhyNot() is not null)
        {
            return;
        }

        drivers.Add(await CopyingDriver.StartAsync(clusters.Blue, new(workspace.PathOf("storage"))));
        await TestNamespaces.DeleteAsync(clusters.Blue, Namespace, Copy);
        await TestNamespaces.DeleteAsync(clusters.Green, Namespace);
        await TestNamespaces.CreateAsync(clusters.Blue, Namespace);
        await ReadingPods.CreateGroupAsync(clusters.Blue, Namespace, CopyingDriver.Class);
        await WriteAsync("written before the backup");
    }

    public async Task DisposeAsync()
    {
        if (drivers.Count == 0)
        {
            return;
        }

        await TestNamespaces.DeleteAsync(clusters.Blue, Namespace, Copy);
        await TestNamespaces.DeleteAsync(clusters.Green, Namespace);
        foreach (var (driver, cluster) in drivers.Zip((Cluster[])[clusters.Blue, clusters.Green]))
        {
            await UntilAsync("its volumes are gone", async () => (await VolumesAsync(cluster)).Count == 0);
            await driver.DisposeAsync();
        }
    }

    public void Dispose() => workspace.Dispose();

    [NodeFact]
    public async Task A_groups_snapshot_outlives_its_namespace_fills_all_claims_again_and_goes_with_the_backup()
    {
        await drivers[0].ServeGroupsAsync();
        (await CreateAsync("kept", "snapshot")).Exits(0);
        await WriteAsync("written after the backup");
        await AssertKeptAsync("kept");
        await TestNamespaces.DeleteAsync(clusters.Blue, Namespace);

        (await RestoreAsync(clusters.Blue, "back", "kept")).Exits(0);

        await AssertReadAsync(clusters.Blue, Namespace, "written before the backup");
        await AssertKeptAsync("kept");
        (await workspace.RunAsync("backup", "delete", "kept", "--yes", "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(0);
        await AssertNothingLeftAsync();
        await AssertReadAsync(clusters.Blue, Namespace, "written before the backup");
    }

    [NodeFact]
    public async Task A_member_fills_its_claim_also_where_the_cluster_does_not_know_the_group_any_more()
    {
        await drivers[0].ServeGroupsAsync();
        (await CreateAsync("kept", "snapshot")).Exits(0);
        await WriteAsync("written after the backup");
        await clusters.Blue.DeleteAsync(GroupKinds.Contents);
        await UntilAsync("the group is not known", async () => (await clusters.Blue.ListAsync(GroupKinds.Contents)).Count == 0);

        (await RestoreAsync(clusters.Blue, "beside", "kept", "--namespace-mappings", $"{Namespace}:{Copy}")).Exits(0);

        await AssertReadAsync(clusters.Blue, Copy, "written before the backup");
        Assert.Empty(await clusters.Blue.ListAsync(GroupKinds.Contents));
    }

    [NodeFact]
    public async Task The_files_of_a_group_are_moved_to_another_cluster_and_nothing_of_it_stays_with_the_storage_system()
    {
        await drivers[0].ServeGroupsAsync();
        drivers.Add(await CopyingDriver.StartAsync(clusters.Green, new(workspace.PathOf("green"))));
        (await CreateAsync("moved", "snapshot+move", "--mover-image", Image)).Exits(0);
        await WriteAsync("written after the backup");
        Assert.All(await DescribeAsync("moved"), volume => Assert.NotNull(volume!["record"]));
        await AssertNothingLeftAsync();

        (await RestoreAsync(clusters.Green, "there", "moved", "--mover-image", Image)).Exits(0);

        await AssertReadAsync(clusters.Green, Namespace, "written before the backup");
    }

    [NodeFact]
    public async Task A_backup_that_is_killed_while_its_group_is_taken_goes_on_with_that_very_snapshot()
    {
        await drivers[0].ServeGroupsAsync();
        await KillAsync("kept", "snapshot", GroupKinds.Groups);

        (await workspace.RunAsync("resume", "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(0);

        await AssertKeptAsync("kept");
    }

    [NodeFact]
    public async Task A_backup_that_is_killed_after_its_group_was_separated_goes_on_and_leaves_nothing()
    {
        await drivers[0].ServeGroupsAsync();
        await KillAsync("moved", "snapshot+move", $"/apis/batch/v1/namespaces/{Namespace}/jobs", "--mover-image", Image);

        (await workspace.RunAsync("resume", "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(0);

        Assert.All(await DescribeAsync("moved"), volume => Assert.NotNull(volume!["record"]));
        await AssertNothingLeftAsync();
    }

    [NodeFact]
    public async Task What_a_given_up_backup_left_of_a_group_is_swept_by_the_next_which_keeps_its_own()
    {
        await drivers[0].ServeGroupsAsync();
        await KillAsync("dead", "snapshot", GroupKinds.Groups);
        (await workspace.RunAsync("backup", "delete", "dead", "--yes")).Exits(0);

        (await CreateAsync("kept", "snapshot")).Exits(0);

        await UntilAsync("the dead run's snapshots are gone", () => Task.FromResult(Storage.Snapshots().Count == 2));
        await AssertKeptAsync("kept");
    }

    [NodeFact]
    public async Task Where_the_cluster_knows_no_groups_each_claim_gets_its_own_snapshot_and_the_report_says_so()
    {
        var created = (await CreateAsync("kept", "snapshot", "-o", "json")).Exits(0).Json();

        Assert.Equal(2, created["problems"]!.AsArray().Count(problem =>
            problem!["message"]!.GetValue<string>().Contains("others of group shop. The cluster knows no", StringComparison.Ordinal)));
        Assert.All(await DescribeAsync("kept"), volume => Assert.Null(volume!["snapshot"]!["group"]));
        Assert.Equal(2, Storage.Snapshots().Count);
    }

    private async Task WriteAsync(string text)
    {
        foreach (var folder in (string[])["/data", "/log"])
        {
            await ReadingPods.WriteAsync(clusters.Blue, Namespace, $"{text} in {folder}", folder);
        }
    }

    private static async Task AssertReadAsync(Cluster cluster, string ns, string text)
    {
        await ReadingPods.AwaitAsync(cluster, ns);
        foreach (var folder in (string[])["/data", "/log"])
        {
            Assert.Equal($"{text} in {folder}", await ReadingPods.ReadAsync(cluster, ns, folder));
        }
    }

    /// <summary>Kills a backup as soon as there is one of what is waited for.</summary>
    private async Task KillAsync(string name, string action, string path, params string[] options)
    {
        using var program = workspace.Start(Create(name, action, options));
        while ((await clusters.Blue.ListAsync(path)).Count == 0)
        {
            Assert.False(program.HasEnded, "The backup was done before it could be killed.");
            await Task.WhenAny(program.WaitForExitAsync(), Task.Delay(Glance));
        }

        await program.KillAsync();
    }

    private string[] Create(string name, string action, string[] options) =>
    [
        "backup", "create", name, "--include-namespaces", Namespace, "--exclude-secrets", "--include-volume-data",
        "--volume-action", action, "--kubeconfig", clusters.Blue.Kubeconfig, .. options,
    ];

    private Task<CommandResult> CreateAsync(string name, string action, params string[] options) =>
        workspace.RunAsync(Create(name, action, options));

    private Task<CommandResult> RestoreAsync(Cluster cluster, string name, string backup, params string[] options) =>
        workspace.RunAsync(["restore", "create", name, "--from-backup", backup, "--kubeconfig", cluster.Kubeconfig, .. options]);

    private async Task<JsonArray> DescribeAsync(string backup)
    {
        var described = (await workspace.RunAsync("backup", "describe", backup, "-o", "json")).Exits(0).Json();
        var volumes = described["volumes"]!.AsArray();
        Assert.Equal(2, volumes.Count);
        return volumes;
    }

    /// <summary>Both claims are in one snapshot, of which there is nothing but the contents that keep it.</summary>
    private async Task AssertKeptAsync(string backup)
    {
        var volumes = await DescribeAsync(backup);
        Assert.StartsWith("group-", Assert.Single(volumes.Select(volume => volume!["snapshot"]!["group"]!.GetValue<string>()).Distinct()), StringComparison.Ordinal);
        await UntilAsync("no more than its contents are left", async () =>
            (await clusters.Blue.ListAsync(SnapshotKinds.Contents)).Count <= 2 && (await clusters.Blue.ListAsync(GroupKinds.Contents)).Count <= 1);
        Assert.Equal(
            volumes.Select(volume => volume!["snapshot"]!["content"]!.GetValue<string>()).Order(StringComparer.Ordinal),
            (await clusters.Blue.ListAsync(SnapshotKinds.Contents)).Select(content => content["metadata"]!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Single(await clusters.Blue.ListAsync(GroupKinds.Contents));
        Assert.Empty(await clusters.Blue.ListAsync(GroupKinds.Groups));
        Assert.Empty(await clusters.Blue.ListAsync(SnapshotKinds.Snapshots));
        Assert.Equal(2, Storage.Snapshots().Count);
    }

    private async Task AssertNothingLeftAsync()
    {
        Assert.Empty(await clusters.Blue.ListAsync(GroupKinds.Groups));
        Assert.Empty(await clusters.Blue.ListAsync(GroupKinds.Contents));
        Assert.Empty(await clusters.Blue.ListAsync(SnapshotKinds.Snapshots));
        Assert.Empty(await clusters.Blue.ListAsync(SnapshotKinds.Contents));
        Assert.Empty(await clusters.Blue.ListAsync($"/apis/batch/v1/namespaces/{Namespace}/jobs"));
        Assert.Empty(Storage.Snapshots());
    }

    private static async Task<IReadOnlyList<JsonObject>> VolumesAsync(Cluster cluster) =>
    [
        .. (await cluster.ListAsync("/api/v1/persistentvolumes"))
            .Where(volume => volume["metadata"]!["annotations"]?["pv.kubernetes.io/provisioned-by"]?.GetValue<string>() == CopyingDriver.Name),
    ];

    private static Task UntilAsync(string what, Func<Task<bool>> holds) => TestNamespaces.UntilAsync(what, holds);
}
