using System.Globalization;
using Workflows.Faults;
using Workflows.Faults.Connecting;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Kills;
using Workflows.Scenarios.Running;
using Xunit.Abstractions;

namespace Workflows.Scenarios.Faults;

/// <summary>
/// Three requests in ten fail, are late, or are cut: a backup and a restore come to their ends, and what they say of
/// themselves is true.
/// </summary>
[Collection(ScenarioCollection.Name)]
public sealed class FlakyNetworkTests(BlueAndGreen clusters, ITestOutputHelper log) : IClassFixture<FilledBlue>, IDisposable
{
    private static readonly string[] Restored = Filling.Namespaces[..1];

    private static readonly HashSet<string> NothingBroken = [];

    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public async Task A_backup_through_a_flaky_network_tells_the_truth_and_a_rerun_completes()
    {
        var truth = new BackupTruth(workspace);
        foreach (var seed in Seeds(normally: 3, full: 30))
        {
            await using var proxy = FaultProxy.Start(clusters.Blue.Kubeconfig);
            var kubeconfig = ProxyKubeconfig.Write(proxy, workspace.PathOf("flaky"));
            proxy.SetRules(seed, FaultMix.Create());
            var result = await workspace.RunAsync(BackupTruth.Create($"flaky-{seed}", kubeconfig));
            Log(seed, proxy, result);
            await truth.AssertToldAsync($"flaky-{seed}", result);

            proxy.ClearRules();
            (await workspace.RunAsync(BackupTruth.Create($"again-{seed}", kubeconfig))).Exits(0);
            await truth.AssertArchivedAsync($"again-{seed}", NothingBroken);
        }
    }

    [ClustersFact]
    public async Task A_restore_through_a_flaky_network_tells_the_truth_and_a_rerun_completes()
    {
        (await workspace.RunAsync(BackupTruth.Create("source", clusters.Blue.Kubeconfig))).Exits(0);
        var truth = new RestoreTruth(workspace, clusters.Green, Restored);
        foreach (var seed in Seeds(normally: 2, full: 15))
        {
            await TestNamespaces.DeleteAsync(clusters.Green, Restored);
            await using var proxy = FaultProxy.Start(clusters.Green.Kubeconfig);
            var kubeconfig = ProxyKubeconfig.Write(proxy, workspace.PathOf("flaky"));
            proxy.SetRules(seed, FaultMix.Create());
            var result = await workspace.RunAsync(Restore($"flaky-{seed}", kubeconfig));
            Log(seed, proxy, result);
            await truth.AssertToldAsync($"flaky-{seed}", result);

            proxy.ClearRules();
            (await workspace.RunAsync(Restore($"again-{seed}", kubeconfig))).Exits(0);
            await truth.AssertAllThereAsync();
        }
    }

    private static string[] Restore(string name, string kubeconfig) =>
    [
        "restore", "create", name, "--from-backup", "source", "--include-namespaces", string.Join(',', Restored),
        "--kubeconfig", kubeconfig,
    ];

    private static IEnumerable<int> Seeds(int normally, int full) =>
        int.TryParse(Environment.GetEnvironmentVariable("WORKFLOWS_FAULT_SEED"), CultureInfo.InvariantCulture, out var given)
            ? [given]
            : Enumerable.Range(1, TestSettings.IsFull ? full : normally);

    private void Log(int seed, FaultProxy proxy, CommandResult result)
    {
        var all = proxy.Exchanges;
        var struck = all.Where(exchange => exchange.Fault is not null).ToArray();
        log.WriteLine(
            $"WORKFLOWS_FAULT_SEED={seed}: exit code {result.ExitCode} after {result.Duration.TotalSeconds:F1} s, "
            + $"{struck.Length} of {all.Count} requests struck");
        if (result.ExitCode != 0)
        {
            log.WriteLine(result.ToString());
        }

        Assert.InRange(struck.Length, all.Count / 6, all.Count / 2);
    }
}
