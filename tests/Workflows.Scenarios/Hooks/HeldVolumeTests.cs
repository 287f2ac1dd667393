using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Hooks;

/// <summary>
/// Pods that hooks hold still while their claims are moved: what is in the backup is what they left when they were held, and
/// afterwards they go on, whatever becomes of the process between.
/// </summary>
[Collection(ScenarioCollection.Name)]
public sealed class HeldVolumeTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string Namespace = "wf-held";

    private static readonly string[] Claims = ["small", "large"];

    private readonly Workspace workspace = new();
    private readonly HookPods pods = new(clusters.Blue, Namespace);

    public async Task InitializeAsync()
    {
        await pods.BeginAsync();
        foreach (var claim in Claims)
        {
            Directory.CreateDirectory(FolderOf(claim));
            await WithdrawAsync(claim);
            await clusters.Blue.ApplyAsync($$"""
                apiVersion: v1
                kind: PersistentVolume
                metadata: { name: {{Namespace}}-{{claim}} }
                spec:
                  capacity: { storage: 1Gi }
                  accessModes: [ReadWriteOnce]
                  storageClassName: {{Namespace}}
                  persistentVolumeReclaimPolicy: Retain
                  claimRef: { namespace: {{Namespace}}, name: {{claim}} }
                  hostPath: { path: {{FolderOf(claim)}}, type: Directory }
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: { name: {{claim}}, namespace: {{Namespace}} }
                spec:
                  accessModes: [ReadWriteOnce]
                  storageClassName: {{Namespace}}
                  resources: { requests: { storage: 1Gi } }
                """);
            await pods.AddAsync(
                claim,
                [
                    ("pre.hook.backup.velero.io/command", HookPods.Shell("echo held >/data/state")),
                    ("post.hook.backup.velero.io/command", HookPods.Shell("echo freed >/data/state; echo freed >>/tmp/log")),
                ],
                new JsonObject { ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim } });
        }

        await File.WriteAllBytesAsync(Path.Combine(FolderOf("large"), "blob"), RandomNumberGenerator.GetBytes(60 << 20));
        await pods.AwaitReadyAsync();
    }

    public async Task DisposeAsync()
    {
        await pods.EndAsync();
        foreach (var claim in Claims)
        {
            await WithdrawAsync(claim);
        }
    }

    public void Dispose() => workspace.Dispose();

    [NodeFact]
    public async Task What_is_moved_is_what_a_pod_left_when_it_was_held()
    {
        (await workspace.RunAsync(Create("held"))).Exits(0);

        await AssertHeldThenFreedAsync("held");
    }

    [NodeFact]
    public async Task A_backup_that_is_killed_while_pods_are_held_lets_them_go_when_it_is_resumed()
    {
        using (var program = workspace.Start(Create("killed")))
        {
            await TestNamespaces.UntilAsync(
                "a mover is there",
                async () => program.HasEnded || (await clusters.Blue.ListAsync($"/apis/batch/v1/namespaces/{Namespace}/jobs")).Count > 0);
            Assert.Equal(137, (await program.KillAsync()).ExitCode);
        }

        (await workspace.RunAsync("resume", "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(0);

        await AssertHeldThenFreedAsync("killed");
    }

    private async Task AssertHeldThenFreedAsync(string backup)
    {
        var described = (await workspace.RunAsync("backup", "describe", backup, "-o", "json")).Exits(0).Json();
        foreach (var volume in described["volumes"]!.AsArray())
        {
            var content = await workspace.RunAsync("volume", "cat", volume!["record"]!.GetValue<string>(), "state");
            Assert.Equal("held\n", content.Exits(0).Output);
        }

        Assert.Equal(Claims.Length, described["volumes"]!.AsArray().Count);
        foreach (var claim in Claims)
        {
            Assert.Equal("freed\n", await File.ReadAllTextAsync(Path.Combine(FolderOf(claim), "state")));
            Assert.Equal("freed\n", await pods.ReadAsync(claim, "/tmp/log"));
        }
    }

    private string FolderOf(string claim) => workspace.PathOf(claim);

    private async Task WithdrawAsync(string claim)
    {
        await clusters.Blue.DeleteAsync($"/api/v1/persistentvolumes/{Namespace}-{claim}");
        await TestNamespaces.UntilAsync(
            "its volume is gone", async () => await clusters.Blue.FindAsync($"/api/v1/persistentvolumes/{Namespace}-{claim}") is null);
    }

    private string[] Create(string name) =>
    [
        "backup", "create", name, "--include-namespaces", Namespace, "--include-secrets", "--include-volume-data", "--mover-image",
        "workflows.local/mover:1", "--kubeconfig", clusters.Blue.Kubeconfig,
    ];
}
