using System.Text.Json.Nodes;
using Workflows.Scenarios.Archives;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Kills;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Faults;

/// <summary>What happens to a server while it is read from or written to.</summary>
public sealed class ServerFaultTests : IAsyncLifetime, IDisposable
{
    private readonly Workspace workspace = new();
    private OwnControlPlane? plane;
    private Cluster? cluster;

    private OwnControlPlane Plane => plane!;

    public async Task InitializeAsync()
    {
        if (ClusterNeeds.WhyNoOwnClusters() is null)
        {
            plane = await OwnControlPlane.StartAsync("faulty");
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
    public async Task A_backup_outlives_a_restart_of_the_api_server_and_holds_each_object_once()
    {
        using var backup = workspace.Start(Create("restarted"));
        await StagedPlan.UntilThereAsync(workspace, backup);
        await Plane.RestartApiAsync();

        (await backup.WaitAsync()).Exits(0);

        await AssertWholeAsync("restarted");
    }

    [OwnPlaneFact]
    public async Task A_backup_whose_revision_is_compacted_says_which_revisions_it_is_of_and_holds_each_object_once()
    {
        using var backup = workspace.Start([.. Create("compacted"), "-o", "json"]);
        await StagedPlan.UntilThereAsync(workspace, backup);

        // Later than the backup's revision, so that compacting makes that one unreadable.
        await cluster!.CreateAsync("/api/v1/namespaces/default/configmaps", JsonNode.Parse(
            """{ "kind": "ConfigMap", "apiVersion": "v1", "metadata": { "name": "later" } }""")!);
        await Plane.CompactAsync();
        var created = (await backup.WaitAsync()).Exits(0).Json();

        await AssertWholeAsync("compacted");
        var described = (await workspace.RunAsync("backup", "describe", "compacted", "-o", "json")).Exits(0).Json();
        var revisions = created["revisions"]!.AsArray().Count;
        Assert.Equal(revisions > 1, described["mixedRevisions"]!.AsArray().Count > 0);
    }

    [OwnPlaneFact]
    public async Task A_restore_outlives_a_restart_of_the_api_server_and_makes_each_object_once()
    {
        (await workspace.RunAsync(Create("source"))).Exits(0);
        await TestNamespaces.DeleteAsync(cluster!, Filling.Namespaces);
        using var restore = workspace.Start(
            "restore", "create", "restarted", "--from-backup", "source", "--kubeconfig", Plane.Kubeconfig);
        await TestNamespaces.UntilAsync("the restore has begun", async () =>
            restore.HasEnded || await cluster!.FindAsync($"/api/v1/namespaces/{Filling.Namespaces[^1]}") is not null);
        await Plane.RestartApiAsync();

        (await restore.WaitAsync()).Exits(0);

        (await workspace.RunAsync("backup", "compare", "source", "--kubeconfig", Plane.Kubeconfig)).Exits(0);
        foreach (var (resource, api) in Filling.Kinds)
        {
            var live = (await cluster!.ListAsync($"{api}/{Filling.PluralOf(resource)}"))
                .Select(obj => $"{obj["metadata"]!["namespace"]}/{obj["metadata"]!["name"]}")
                .ToHashSet(StringComparer.Ordinal);
            Assert.Superset(
                Filling.Objects.Where(o => o.Resource == resource).Select(o => $"{o.Ns}/{o.Name}").ToHashSet(StringComparer.Ordinal),
                live);
        }
    }

    private string[] Create(string name) =>
    [
        "backup", "create", name, "--include-namespaces", "wf-kill-*", "--include-secrets", "--kubeconfig",
        Plane.Kubeconfig,
    ];

    private async Task AssertWholeAsync(string name)
    {
        (await workspace.RunAsync("backup", "verify", name)).Exits(0);
        var file = workspace.PathOf($"{name}.tar.gz");
        (await workspace.RunAsync("backup", "download", name, "--file", file)).Exits(0);
        var archive = await ArchiveTar.ReadAsync(file);
        var missing = Filling.Objects
            .Select(obj => ArchiveTar.PathOf(obj.Resource, obj.Ns, obj.Name))
            .Where(path => !archive.Objects.ContainsKey(path));
        Assert.Empty(missing);
    }
}
