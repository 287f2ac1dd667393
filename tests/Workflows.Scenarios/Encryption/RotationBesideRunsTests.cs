using System.Text.Json.Nodes;
using Workflows.Faults;
using Workflows.Faults.Connecting;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Encryption;

/// <summary>A key is rotated while a restore has been killed half-way: it is not cut off from what it restores.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class RotationBesideRunsTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string Namespace = "wf-rotation";

    private const string ConfigMaps = $"/api/v1/namespaces/{Namespace}/configmaps";

    private const int Partial = 3;

    private readonly Workspace workspace = new();

    private string Old => workspace.PathOf("old.key");

    private string New => workspace.PathOf("new.key");

    public async Task InitializeAsync()
    {
        await CleanAsync();
        await TestNamespaces.CreateAsync(clusters.Blue, Namespace);
        await clusters.Blue.CreateAsync(ConfigMaps, JsonNode.Parse(
            """{ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "settings" }, "data": { "a": "b" } }""")!);
        (await workspace.RunAsync("key", "create", "--key-file", Old)).Exits(0);
        (await workspace.RunAsync("key", "create", "--key-file", New)).Exits(0);
        foreach (var name in new[] { "source", "other" })
        {
            (await workspace.RunAsync(
                "backup", "create", name, "--include-namespaces", Namespace, "--key-file", Old, "--kubeconfig",
                clusters.Blue.Kubeconfig)).Exits(0);
        }
    }

    public Task DisposeAsync() => CleanAsync();

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public async Task A_killed_restore_keeps_its_key_is_resumed_and_is_rotated_then()
    {
        await using var proxy = FaultProxy.Start(clusters.Green.Kubeconfig);
        await KillRestoreAsync(proxy);

        var left = (await RotateAsync()).Exits(Partial).Json();
        Assert.Equal(["other Rotated", "source InUse"], Outcomes(left));
        Assert.Contains("restore-first-", left["backups"]![1]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);

        (await workspace.RunAsync("resume")).Exits(0);
        Assert.NotNull(await clusters.Green.FindAsync($"{ConfigMaps}/settings"));
        var rotated = (await RotateAsync()).Exits(0).Json();
        Assert.Equal(["other AlreadyNew", "source Rotated"], Outcomes(rotated));
        Assert.Equal("Rotated", rotated["restores"]![0]!["outcome"]!.GetValue<string>());
        (await workspace.RunAsync("restore", "logs", "first", "--key-file", New)).Exits(0);
    }

    [ClustersFact]
    public async Task A_restore_whose_key_was_rotated_by_force_says_which_key_it_needs_and_leaves_nothing_behind()
    {
        await using var proxy = FaultProxy.Start(clusters.Green.Kubeconfig);
        await KillRestoreAsync(proxy);
        (await RotateAsync("--force")).Exits(0);

        var resumed = await workspace.RunAsync("resume");

        Assert.NotEqual(0, resumed.ExitCode);
        Assert.Contains("Backup \"source\" is encrypted with the key", resumed.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(workspace.Store, "owner.json", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(Path.Combine(workspace.Store, "keys", "restores")));
        Assert.False(Directory.Exists(Path.Combine(workspace.Store, "catalog", "outcomes")));
    }

    [ClustersFact]
    public async Task A_killed_comparison_keeps_its_key_until_resume_gives_it_up()
    {
        await using var proxy = FaultProxy.Start(clusters.Green.Kubeconfig);
        await KillAsync(
            proxy, request => request.Path == $"{ConfigMaps}/settings", "backup", "compare", "source");

        var left = (await RotateAsync("source")).Exits(Partial).Json();
        Assert.Contains("compare-source-", left["backups"]![0]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);

        (await workspace.RunAsync("resume")).Exits(0);
        (await RotateAsync("source")).Exits(0);
    }

    /// <summary>Begins a restore and kills it when its plan is made and nothing is created yet.</summary>
    private Task KillRestoreAsync(FaultProxy proxy) => KillAsync(
        proxy, request => request.Method == "POST", "restore", "create", "first", "--from-backup", "source");

    private async Task KillAsync(FaultProxy proxy, Func<ProxiedRequest, bool> moment, params string[] command)
    {
        var pause = proxy.PauseAt(moment);
        using var run = workspace.Start(
        [
            .. command, "--key-file", Old, "--kubeconfig", ProxyKubeconfig.Write(proxy, workspace.PathOf("kubeconfig")),
        ]);
        await pause.Reached.WaitAsync(TimeSpan.FromMinutes(2));
        await run.KillAsync();
    }

    private Task<CommandResult> RotateAsync(params string[] more) =>
        workspace.RunAsync(["key", "rotate", "--key-file", Old, "--new-key-file", New, "-o", "json", .. more]);

    private static IEnumerable<string> Outcomes(JsonObject rotation) =>
        rotation["backups"]!.AsArray().Select(backup => $"{backup!["name"]} {backup["outcome"]}");

    private async Task CleanAsync()
    {
        await TestNamespaces.DeleteAsync(clusters.Blue, Namespace);
        await TestNamespaces.DeleteAsync(clusters.Green, Namespace);
    }
}
