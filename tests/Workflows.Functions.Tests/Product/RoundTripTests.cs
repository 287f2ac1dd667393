using System.Text.Json.Nodes;
using Workflows.Core.Backups;
using Workflows.Core.Restores;
using Workflows.Core.Selection;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Restores;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Functions.Tests.Product;

/// <summary>
/// The product's own orchestrations and activities on the Durable Task host, with real clusters. What becomes of them when
/// a worker dies is the conformance suite's: this host, made for tests, loses work that it hands to a worker that is
/// leaving.
/// </summary>
public sealed class RoundTripTests : IAsyncLifetime, IDisposable
{
    private const int ConfigMaps = 40;

    private static readonly string[] Namespaces = ["functions-trip-a", "functions-trip-b"];

    private readonly DirectoryInfo store = Directory.CreateTempSubdirectory("workflows-functions-");
    private readonly ProductHost host = new();
    private Cluster? blue;
    private Cluster? green;

    public async Task InitializeAsync()
    {
        if (ClusterNeeds.WhyNot() is null)
        {
            blue = await Cluster.OpenAsync(TestSettings.Blue!);
            green = await Cluster.OpenAsync(TestSettings.Green!);
            await DeleteNamespacesAsync();
            await TestNamespaces.CreateAsync(blue, Namespaces);
        }

        await host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        store.Delete(recursive: true);
        if (blue is not null)
        {
            await DeleteNamespacesAsync();
        }
    }

    public void Dispose()
    {
        blue?.Dispose();
        green?.Dispose();
    }

    [ClustersFact]
    public async Task A_backup_and_its_restore_go_through()
    {
        foreach (var ns in Namespaces)
        {
            for (var n = 0; n < ConfigMaps; n++)
            {
                await blue!.CreateAsync($"/api/v1/namespaces/{ns}/configmaps", ConfigMap($"map-{n}", $"{ns} {n}"));
            }
        }

        var selection = new ObjectSelection { IncludedNamespaces = Namespaces };
        var backup = await host.RunAsync(BackupNames.Backup, "backup-trip", new BackupSpec
        {
            Name = "trip",
            Cluster = new([blue!.Kubeconfig], Context: null),
            Store = store.FullName,
            Selection = selection,
            IncludeSecrets = true,
        });
        Assert.Equal(0, backup.Errors);
        Assert.True(backup.Objects >= Namespaces.Length * ConfigMaps, $"{backup}");

        var restore = await host.RunAsync(RestoreNames.Restore, "restore-trip", new RestoreSpec
        {
            Name = "trip-again",
            Backup = "trip",
            Cluster = new([green!.Kubeconfig], Context: null),
            Store = store.FullName,
        });

        Assert.Equal((0, 0), (restore.Counts.Failed, restore.Different));
        foreach (var ns in Namespaces)
        {
            var maps = (await green.ListAsync($"/api/v1/namespaces/{ns}/configmaps"))
                .Where(map => Name(map).StartsWith("map-", StringComparison.Ordinal))
                .ToDictionary(Name, map => map["data"]!["of"]!.GetValue<string>());
            Assert.Equal(Enumerable.Range(0, ConfigMaps).ToDictionary(n => $"map-{n}", n => $"{ns} {n}"), maps);
        }
    }

    private static JsonObject ConfigMap(string name, string text) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["data"] = new JsonObject { ["of"] = text },
    };

    private static string Name(JsonObject item) => item["metadata"]!["name"]!.GetValue<string>();

    private async Task DeleteNamespacesAsync()
    {
        await TestNamespaces.DeleteAsync(blue!, Namespaces);
        await TestNamespaces.DeleteAsync(green!, Namespaces);
    }
}
