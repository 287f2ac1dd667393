using System.Text.Json.Nodes;
using Workflows.Faults.Rules;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Kills;
using Workflows.Scenarios.Running;
using Xunit.Abstractions;

namespace Workflows.Scenarios.Faults;

/// <summary>A store in Azure Blob Storage: what becomes of a backup and a restore when it fails, and how often it is asked.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class FlakyStoreTests(BlueAndGreen clusters, ITestOutputHelper log) : IClassFixture<FilledBlue>, IAsyncLifetime, IDisposable
{
    /// <summary>
    /// What a part may cost, however many objects it has: its plan, blocks, checkpoints and segment, each looked at and
    /// written.
    /// </summary>
    private const int RequestsPerPart = 8;

    private static readonly string[] Restored = Filling.Namespaces[..1];

    private readonly Workspace workspace = new();
    private AzuriteContainer? store;

    private AzuriteContainer Store => store!;

    public async Task InitializeAsync()
    {
        if (ClusterNeeds.WhyNot() is null && AzuriteContainer.WhyNot is null)
            store = await AzuriteContainer.CreateAsync(workspace);
    }

    public async Task DisposeAsync()
    {
        if (store is not null)
            await store.DisposeAsync();
    }

    public void Dispose() => workspace.Dispose();

    /// <summary>Three requests in ten are refused, lost on either way, late, or cut in the middle of their answer.</summary>
    [AzuriteClustersFact]
    public async Task A_backup_and_its_restore_are_whole_though_a_third_of_the_stores_requests_fail()
    {
        for (var seed = 1; seed <= (TestSettings.IsFull ? 10 : 1); seed++)
        {
            await TestNamespaces.DeleteAsync(clusters.Green, Restored);
            var before = Store.Proxy.Exchanges.Count;
            Store.Proxy.SetRules(
                seed,
                Rule(0.06, new Fault.Refused(503, "ServerBusy", "The server is busy.")),
                Rule(0.05, new Fault.Refused(500, "OperationTimedOut", "Too late.") { AfterServer = true }),
                Rule(0.05, new Fault.Reset(AfterServer: true)),
                Rule(0.04, new Fault.Reset(AfterServer: false)),
                Rule(0.05, new Fault.Late(TimeSpan.FromMilliseconds(500))),
                new FaultRule(new Fault.Cut(0.5)) { Probability = 0.1, Method = "GET" },
                new FaultRule(new Fault.Stalled(0.5, TimeSpan.FromMilliseconds(500))) { Probability = 0.05, Method = "GET" });

            (await workspace.RunAsync(BackupTruth.Create($"flaky-{seed}", clusters.Blue.Kubeconfig))).Exits(0);
            var restored = await workspace.RunAsync(
                "restore", "create", $"flaky-{seed}-back", "--from-backup", $"flaky-{seed}", "--include-namespaces",
                string.Join(',', Restored), "--kubeconfig", clusters.Green.Kubeconfig);
            var struck = Store.Proxy.Exchanges.Skip(before).ToList();
            log.WriteLine($"seed {seed}: {struck.Count(exchange => exchange.Fault is not null)} of {struck.Count} requests struck");

            Store.Proxy.ClearRules();
            restored.Exits(0);
            await new BackupTruth(workspace).AssertArchivedAsync($"flaky-{seed}", new HashSet<string>());
            await new RestoreTruth(workspace, clusters.Green, Restored).AssertAllThereAsync();
            Assert.InRange(struck.Count(exchange => exchange.Fault is not null), struck.Count / 6, struck.Count / 2);
        }
    }

    [AzuriteClustersFact]
    public async Task What_a_backup_asks_of_its_store_grows_with_its_parts_and_never_with_its_objects()
    {
        var few = await CountAsync("few", Filling.Namespaces[0]);
        var many = await CountAsync("many", "wf-kill-*");

        log.WriteLine($"few: {few}; many: {many}");
        Assert.True(many.Objects > few.Objects + 3_000, $"{few}, {many}");
        Assert.InRange(many.Requests - few.Requests, 0, RequestsPerPart * Math.Max(1, many.Parts - few.Parts));
        Assert.InRange(many.Requests, 1, many.Objects / 10);
    }

    private static FaultRule Rule(double probability, Fault fault) => new(fault) { Probability = probability };

    private async Task<(int Parts, int Objects, int Requests)> CountAsync(string name, string namespaces)
    {
        var before = Store.Proxy.Exchanges.Count;
        (await workspace.RunAsync(
            "backup", "create", name, "--include-namespaces", namespaces, "--include-secrets", "--kubeconfig",
            clusters.Blue.Kubeconfig)).Exits(0);
        var requests = Store.Proxy.Exchanges.Count - before;
        var manifest = JsonNode.Parse(await Store.ReadAsync($"catalog/backups/{name}.json"))!;
        return (manifest["archive"]!["segments"]!.AsArray().Count, manifest["totals"]!["objects"]!.GetValue<int>(), requests);
    }
}
