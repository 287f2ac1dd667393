using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Volumes;

/// <summary>The files of a claim go from blue to green with the objects that use them, by real pods.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class VolumeDataTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string Namespace = "wf-volumes";

    private const string Copy = "wf-volumes-copy";

    private const string Image = "workflows.local/mover:1";

    private static readonly string[] Namespaces = [Namespace, Copy];

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly Workspace workspace = new();

    private string Source => workspace.PathOf("source");

    private string Target => workspace.PathOf("target");

    public async Task InitializeAsync()
    {
        if (!TestSettings.HasNode || ClusterNeeds.WhyNot() is not null)
        {
            return;
        }

        await CleanAsync();
        await ClaimedFolders.OfferAsync(clusters.Blue, "wf-volumes-source", Source);
        await ClaimedFolders.OfferAsync(clusters.Green, "wf-volumes-target", Target);
        await TestNamespaces.CreateAsync(clusters.Blue, Namespace);
        await File.WriteAllTextAsync(Path.Combine(Source, "entry"), "written before the backup");
        Directory.CreateDirectory(Path.Combine(Source, "deep", "er"));
        await File.WriteAllBytesAsync(Path.Combine(Source, "deep", "er", "blob"), RandomNumberGenerator.GetBytes(40 << 20));
        File.CreateSymbolicLink(Path.Combine(Source, "link"), "entry");
        await ClaimedFolders.ClaimAsync(clusters.Blue, Namespace, "data");
        await AwaitWriterAsync(clusters.Blue, Namespace);
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
    public async Task A_claims_files_are_there_on_the_other_cluster_before_its_workload_starts()
    {
        await BackUpAsync("first");
        var described = (await workspace.RunAsync("backup", "describe", "first", "-o", "json")).Exits(0).Json();
        var volume = Assert.Single(described["volumes"]!.AsArray())!;
        Assert.Equal("Completed", volume["state"]!.GetValue<string>());
        Assert.True(volume["bytes"]!.GetValue<long>() > 40 << 20);

        (await RestoreAsync("back", "first")).Exits(0);

        AssertSame();
        await AwaitWriterAsync(clusters.Green, Namespace);
        Assert.Equal("started\nstarted\n", await File.ReadAllTextAsync(Path.Combine(Target, "starts")));
        await AssertNothingLeftAsync();
    }

    [NodeFact]
    public async Task A_second_encrypted_backup_stores_what_changed_and_goes_into_another_namespace()
    {
        var key = workspace.PathOf("key");
        (await workspace.RunAsync("key", "create", "--key-file", key)).Exits(0);
        await BackUpAsync("first", "--key-file", key);
        await File.AppendAllTextAsync(Path.Combine(Source, "entry"), ", and after it");
        await BackUpAsync("second", "--key-file", key);
        var described = (await workspace.RunAsync("backup", "describe", "second", "--key-file", key, "-o", "json")).Exits(0).Json();
        var stored = described["volumes"]![0]!["storedBytes"]!.GetValue<long>();
        Assert.True(stored < 1 << 20, $"{stored} bytes were stored of which few had changed.");

        (await RestoreAsync("copy", "second", "--key-file", key, "--namespace-mappings", $"{Namespace}:{Copy}")).Exits(0);
        AssertSame();
        await AwaitWriterAsync(clusters.Green, Copy);

        // What is deleted leaves what others need, and then nothing.
        (await workspace.RunAsync("backup", "delete", "first", "--yes")).Exits(0);
        var record = described["volumes"]![0]!["record"]!.GetValue<string>();
        (await workspace.RunAsync("volume", "verify", record, "--key-file", key)).Exits(0);
        (await workspace.RunAsync("backup", "delete", "second", "--yes")).Exits(0);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(workspace.Store, "containers"), "*", SearchOption.AllDirectories),
            file => file.Contains("/packs/", StringComparison.Ordinal));
        await AssertNothingLeftAsync();
    }

    [NodeFact]
    public async Task A_backup_that_is_killed_beside_its_mover_goes_on_with_that_mover()
    {
        await KillBesideMoverAsync(clusters.Blue, Create("killed"));
        (await RestoreAsync("back", "killed")).Exits(0);
        AssertSame();
        await AssertNothingLeftAsync();
    }

    [NodeFact]
    public async Task A_restore_that_is_killed_beside_its_mover_goes_on_with_that_mover()
    {
        await BackUpAsync("first");
        await KillBesideMoverAsync(clusters.Green, Restore("killed", "first"));
        AssertSame();
        await AwaitWriterAsync(clusters.Green, Namespace);
        await AssertNothingLeftAsync();
    }

    [NodeFact]
    public async Task A_claim_that_can_not_be_moved_makes_the_backup_partial_and_the_rest_is_there()
    {
        var result = await workspace.RunAsync(
            "backup", "create", "partial", "--include-namespaces", Namespace, "--exclude-secrets", "--include-volume-data",
            "--mover-image", "Not An Image", "--kubeconfig", clusters.Blue.Kubeconfig, "-o", "json");

        var problems = result.Exits(3).Json()["problems"]!.AsArray();
        Assert.Contains(problems, problem => problem!["message"]!.GetValue<string>().Contains("claim data", StringComparison.Ordinal));
        Assert.NotNull((await workspace.RunAsync("backup", "verify", "partial")).Exits(0));
        await AssertNothingLeftAsync();
    }

    /// <summary>Kills a run when it has a mover, resumes it, and sees that there was never another.</summary>
    private async Task KillBesideMoverAsync(Cluster cluster, string[] arguments)
    {
        using (var program = workspace.Start(arguments))
        {
            await TestNamespaces.UntilAsync(
                "a mover is there", async () => (await JobsAsync(cluster)).Count > 0 || program.HasEnded);
            await program.KillAsync();
        }

        var seen = new HashSet<string>(StringComparer.Ordinal) { Uid(Assert.Single(await JobsAsync(cluster))) };
        using (var program = workspace.Start("resume", "--kubeconfig", cluster.Kubeconfig))
        {
            while (!program.HasEnded)
            {
                await Task.WhenAny(program.WaitForExitAsync(), Task.Delay(Glance));
                seen.UnionWith((await JobsAsync(cluster)).Select(Uid));
            }

            (await program.WaitAsync()).Exits(0);
        }

        Assert.Single(seen);
    }

    private string[] Create(string name, params string[] options) =>
    [
        "backup", "create", name, "--include-namespaces", Namespace, "--exclude-secrets", "--include-volume-data",
        "--mover-image", Image, "--kubeconfig", clusters.Blue.Kubeconfig, .. options,
    ];

    private async Task BackUpAsync(string name, params string[] options) =>
        (await workspace.RunAsync(Create(name, options))).Exits(0);

    private Task<CommandResult> RestoreAsync(string name, string backup, params string[] options) =>
        workspace.RunAsync(Restore(name, backup, options));

    private string[] Restore(string name, string backup, params string[] options) =>
    [
        "restore", "create", name, "--from-backup", backup, "--mover-image", Image, "--kubeconfig",
        clusters.Green.Kubeconfig, .. options,
    ];

    /// <summary>But for what the restored workload wrote since.</summary>
    private void AssertSame()
    {
        foreach (var file in (string[])["entry", "deep/er/blob"])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(Source, file)), File.ReadAllBytes(Path.Combine(Target, file)));
        }

        Assert.Equal("entry", new FileInfo(Path.Combine(Target, "link")).LinkTarget);
    }

    private async Task AssertNothingLeftAsync()
    {
        foreach (var cluster in (Cluster[])[clusters.Blue, clusters.Green])
        {
            Assert.Empty(await JobsAsync(cluster));
            Assert.Empty(await MoversAsync(cluster, "/api/v1/pods"));
        }

        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(workspace.Store, "containers"), "*", SearchOption.AllDirectories),
            file => file.Contains("/intents/", StringComparison.Ordinal));
        var staging = Path.Combine(workspace.Store, "staging");
        Assert.Empty(Directory.Exists(staging) ? Directory.EnumerateFiles(staging, "*", SearchOption.AllDirectories) : []);
    }

    private static Task<IReadOnlyList<JsonObject>> JobsAsync(Cluster cluster) => MoversAsync(cluster, "/apis/batch/v1/jobs");

    private static async Task<IReadOnlyList<JsonObject>> MoversAsync(Cluster cluster, string kind) =>
    [
        .. (await cluster.ListAsync($"{kind}?labelSelector=app.kubernetes.io%2Fname%3Dworkflows-mover"))
            .Where(mover => Namespaces.Contains(mover["metadata"]!["namespace"]!.GetValue<string>(), StringComparer.Ordinal)),
    ];

    private static string Uid(JsonObject obj) => obj["metadata"]!["uid"]!.GetValue<string>();

    private static Task AwaitWriterAsync(Cluster cluster, string ns) => TestNamespaces.UntilAsync(
        $"the writer in {ns} is ready",
        async () => (await cluster.GetAsync($"/apis/apps/v1/namespaces/{ns}/deployments/writer"))["status"]?["readyReplicas"]?.GetValue<int>() == 1);

    private async Task CleanAsync()
    {
        await TestNamespaces.DeleteAsync(clusters.Blue, Namespaces);
        await TestNamespaces.DeleteAsync(clusters.Green, Namespaces);
        await ClaimedFolders.WithdrawAsync(clusters.Blue, "wf-volumes-source");
        await ClaimedFolders.WithdrawAsync(clusters.Green, "wf-volumes-target");
    }
}
