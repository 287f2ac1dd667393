using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Applications;

/// <summary>The strategies of applications, with real pods, hooks and movers.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class ApplicationTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const int Most = 3;

    private const string Image = "workflows.local/mover:1";

    private readonly Workspace workspace = new();

    private DatabasePods Blue => new(clusters.Blue, workspace.PathOf("blue"));

    private DatabasePods Green => new(clusters.Green, workspace.PathOf("green"));

    public async Task InitializeAsync()
    {
        if (TestSettings.HasNode && ClusterNeeds.WhyNot() is null)
        {
            await CleanAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (TestSettings.HasNode && ClusterNeeds.WhyNot() is null)
        {
            await CleanAsync();
        }
    }

    public void Dispose() => workspace.Dispose();

    [NodeFact]
    public async Task The_data_of_the_second_pod_is_restored_to_all_and_no_other_is_read()
    {
        await BeginAsync(Most, """
            type: BackupOneRestoreAll
            backupOneRestoreAll:
              backupTargetName: db
              backupPreHooks: [{ name: hold, command: [/bin/sh, -c, "echo held > /dump/held"] }]
              volumeSelector: { matchLabels: { kind: data } }
            """);

        await BackUpAsync();
        var volumes = await VolumesAsync();

        Assert.Equal(
            ["data-db-0 as data-db-1", "data-db-1 itself", "data-db-2 as data-db-1", "dump-db-0 no", "dump-db-1 no", "dump-db-2 no"],
            volumes.Select(Said).Order(StringComparer.Ordinal));
        Assert.Equal(
            [false, true, false],
            Enumerable.Range(0, Most).Select(pod => File.Exists(Path.Combine(Path.GetDirectoryName(Blue.FileOf("dump", pod))!, "held"))));
        await RestoreAsync();

        await Green.AwaitAsync(Most);
        for (var pod = 0; pod < Most; pod++)
        {
            Assert.Equal("of db-1", await File.ReadAllTextAsync(Green.FileOf("data", pod)));
        }
    }

    [NodeFact]
    public async Task What_one_pod_dumps_the_restored_one_loads()
    {
        await BeginAsync(1, """
            type: DumpAndLoad
            dumpAndLoad:
              dumpTarget: db
              loadTarget: db
              dumpHooks: [{ name: dump, command: [/bin/sh, -c, "cat /data/entry > /dump/entry"] }]
              backupPostHooks: [{ name: clean, command: [/bin/sh, -c, ": > /dump/entry"] }]
              loadHooks: [{ name: load, command: [/bin/sh, -c, "cat /dump/entry > /data/entry"] }]
              volumeSelector: { matchLabels: { kind: dump } }
            """);

        await BackUpAsync();
        Assert.Equal(["data-db-0 no", "dump-db-0 itself"], (await VolumesAsync()).Select(Said).Order(StringComparer.Ordinal));
        Assert.Equal("", await File.ReadAllTextAsync(Blue.FileOf("dump", 0)));
        await RestoreAsync("--applications", workspace.PathOf("applications.yaml"));

        Assert.Equal("of db-0", await File.ReadAllTextAsync(Green.FileOf("data", 0)));
    }

    private async Task BeginAsync(int pods, string strategy)
    {
        await Blue.OfferAsync(pods);
        await Green.OfferAsync(pods);
        await TestNamespaces.CreateAsync(clusters.Blue, DatabasePods.Namespace);
        await Blue.CreateAsync(pods);
        await File.WriteAllTextAsync(workspace.PathOf("applications.yaml"), $$"""
            apiVersion: workflows.dev/v1
            kind: ProtectedApplication
            metadata: { name: shop, namespace: {{DatabasePods.Namespace}} }
            spec:
              components:
              - name: database
                resourceKind: StatefulSet
                resourceNames: [db]
                strategy:
                  {{strategy.ReplaceLineEndings("\n      ")}}
            """);
    }

    /// <summary>What is left out is told by a warning.</summary>
    private async Task BackUpAsync() => (await workspace.RunAsync(
        "backup", "create", "shop", "--include-namespaces", DatabasePods.Namespace, "--exclude-secrets", "--include-volume-data",
        "--mover-image", Image, "--applications", workspace.PathOf("applications.yaml"), "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(0);

    private async Task RestoreAsync(params string[] options) => (await workspace.RunAsync(
        ["restore", "create", "back", "--from-backup", "shop", "--mover-image", Image, "--kubeconfig", clusters.Green.Kubeconfig, .. options])).Exits(0);

    private async Task<JsonArray> VolumesAsync() =>
        (await workspace.RunAsync("backup", "describe", "shop", "-o", "json")).Exits(0).Json()["volumes"]!.AsArray();

    private static string Said(JsonNode? volume) =>
        volume!["claim"]!.GetValue<string>()
        + (volume["copyOf"] is { } source ? $" as {source.GetValue<string>()}" : volume["record"] is null ? " no" : " itself");

    private async Task CleanAsync()
    {
        await TestNamespaces.DeleteAsync(clusters.Blue, DatabasePods.Namespace);
        await TestNamespaces.DeleteAsync(clusters.Green, DatabasePods.Namespace);
        await Blue.WithdrawAsync(Most);
        await Green.WithdrawAsync(Most);
    }
}
