using System.Text.Json.Nodes;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Core.Backups;
using Workflows.Core.Clusters;
using Workflows.Core.Keys;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Restores;
using Workflows.Scenarios.Archives;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Faults.Zombies;
using Workflows.Scenarios.Running;
using Xunit.Abstractions;

namespace Workflows.Scenarios.Faults;

/// <summary>
/// A durable engine delivers an activity at least once: an attempt that is taken for dead may go on when its
/// successor, and the whole run, have long ended. Held before each of its steps in turn, it changes nothing then.
/// </summary>
[Collection(ScenarioCollection.Name)]
public sealed class ZombieTests(BlueAndGreen clusters, ITestOutputHelper log) : IAsyncLifetime, IDisposable
{
    private const string Namespace = "wf-zombie";

    private const int Objects = 5;

    private readonly Workspace workspace = new();
    private readonly List<string> restoredNamespaces = [];

    public async Task InitializeAsync()
    {
        await TestNamespaces.DeleteAsync(clusters.Blue, Namespace);
        await TestNamespaces.CreateAsync(clusters.Blue, Namespace);
        for (var number = 0; number < Objects; number++)
        {
            await clusters.Blue.CreateAsync($"/api/v1/namespaces/{Namespace}/configmaps", JsonNode.Parse(
                $$"""{ "kind": "ConfigMap", "apiVersion": "v1", "metadata": { "name": "object-{{number}}" }, "data": { "a": "b" } }""")!);
        }

        Directory.CreateDirectory(workspace.Store);
    }

    public async Task DisposeAsync()
    {
        await TestNamespaces.DeleteAsync(clusters.Blue, Namespace);
        await TestNamespaces.DeleteAsync(clusters.Green, [.. restoredNamespaces]);
    }

    public void Dispose() => workspace.Dispose();

    [ClustersTheory]
    [InlineData("ReserveBackup", 2)]
    [InlineData("PlanBackup", 12)]
    [InlineData("CapturePart", 1)]
    [InlineData("RecordGroup", 1)]
    [InlineData("CommitBackup", 2)]
    [InlineData("CleanUpBackup", 3)]
    public async Task A_zombie_of_a_backups_activity_changes_nothing_about_the_backup(string activity, int stride)
    {
        var step = 1;
        for (; ; step += StrideOf(stride))
        {
            var name = $"{activity.ToLowerInvariant()}-{step}";
            await using var host = await ZombieHost.StartAsync(workspace, clusters.Blue.Kubeconfig, activity, step);
            await RunAsync(host, BackupNames.Backup.Name, name, Spec(name));
            if (!host.IsHeld)
            {
                break;
            }

            var before = Finished();
            await host.ReleaseAsync();

            Assert.Equal(before, Finished());
            (await workspace.RunAsync("backup", "verify", name)).Exits(0);
        }

        log.WriteLine($"{activity}: held before every {StrideOf(stride)}. step, the last of them below {step}");
        Assert.True(step > 1, $"{activity} was never held: that is no test.");
    }

    [ClustersTheory]
    [InlineData("PlanRestore", 26)]
    [InlineData("RestoreChunk", 2)]
    [InlineData("CompareChunk", 4)]
    [InlineData("FinishRestore", 3)]
    [InlineData("FinishRestore", 3, true)]
    [InlineData("CleanUpRestore", 3)]
    [InlineData("CleanUpRestore", 3, true)]
    public async Task A_zombie_of_a_restores_activity_changes_nothing_on_the_cluster_and_in_the_report(
        string activity, int stride, bool isEncrypted = false)
    {
        var key = isEncrypted ? await CreateKeyAsync() : null;
        (await workspace.RunAsync([
            "backup", "create", "source", "--include-namespaces", Namespace, "--include-secrets", "--kubeconfig",
            clusters.Blue.Kubeconfig, .. key is null ? Array.Empty<string>() : ["--key-file", key.File!]])).Exits(0);
        var step = 1;
        for (; ; step += StrideOf(stride))
        {
            var name = $"{activity.ToLowerInvariant()}-{step}";
            var target = $"wf-zombie-{name}";
            restoredNamespaces.Add(target);
            await using var host = await ZombieHost.StartAsync(workspace, clusters.Green.Kubeconfig, activity, step);
            await RunAsync(host, RestoreNames.Restore.Name, name, Spec(name, target) with { Key = key });
            if (!host.IsHeld)
            {
                break;
            }

            var before = Finished();
            var live = await LiveAsync(target);
            Assert.Superset(
                Enumerable.Range(0, Objects).Select(number => $"object-{number}").ToHashSet(StringComparer.Ordinal),
                live.Keys.ToHashSet(StringComparer.Ordinal));
            await host.ReleaseAsync();

            Assert.Equal(before, Finished());
            Assert.Equal(live, await LiveAsync(target));
        }

        log.WriteLine($"{activity}: held before every {StrideOf(stride)}. step, the last of them below {step}");
        Assert.True(step > 1, $"{activity} was never held: that is no test.");
    }

    private async Task<KeyReference> CreateKeyAsync()
    {
        var file = workspace.PathOf("zombie.key");
        return new(file, (await KeyFile.CreateAsync(file)).KeyId);
    }

    /// <summary>Normally some of the steps are enough; in full, it is held before each.</summary>
    private static int StrideOf(int normally) => TestSettings.IsFull ? 1 : normally;

    private static async Task RunAsync(ZombieHost host, string orchestrator, string instance, object spec)
    {
        var ended = await host.RunAsync(orchestrator, instance, spec);
        Assert.True(ended.Status == OrchestrationStatus.Completed, $"{instance}: {ended.Failure?.Message}");
    }

    private BackupSpec Spec(string name) => new()
    {
        Name = name,
        Cluster = new ClusterReference([clusters.Blue.Kubeconfig], null),
        Store = workspace.Store,
        IncludeSecrets = true,
        PageSize = 2,
        Selection = new() { IncludedNamespaces = [Namespace], IncludedResources = ["configmaps", "secrets"] },
    };

    private RestoreSpec Spec(string name, string target) => new()
    {
        Name = name,
        Backup = "source",
        Cluster = new ClusterReference([clusters.Green.Kubeconfig], null),
        Store = workspace.Store,
        NamespaceMappings = new Dictionary<string, string>(StringComparer.Ordinal) { [Namespace] = target },
    };

    /// <summary>All that counts: archives, catalogue, reports and journals; what is staged counts for nothing.</summary>
    private IReadOnlyList<string> Finished() =>
    [
        .. FolderSnapshot.Take(workspace.Store).Where(line =>
            !line.StartsWith("staging", StringComparison.Ordinal) && !line.StartsWith(".workflows", StringComparison.Ordinal)),
        .. FolderSnapshot.Take(workspace.State),
    ];

    /// <summary>The archived ConfigMaps, whole: their versions tell whether anybody wrote them.</summary>
    private async Task<SortedDictionary<string, string>> LiveAsync(string ns) => new(
        (await clusters.Green.ListAsync($"/api/v1/namespaces/{ns}/configmaps"))
            .Where(obj => obj["metadata"]!["name"]!.GetValue<string>().StartsWith("object-", StringComparison.Ordinal))
            .ToDictionary(obj => obj["metadata"]!["name"]!.GetValue<string>(), obj => obj.ToJsonString(), StringComparer.Ordinal),
        StringComparer.Ordinal);
}
