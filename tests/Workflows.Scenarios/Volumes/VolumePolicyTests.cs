using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Volumes;

/// <summary>
/// Policies choose which claims' data is backed up; restores bring it back into other classes, sizes and names. The
/// class on green waits for its first consumer, which is the mover.
/// </summary>
[Collection(ScenarioCollection.Name)]
public sealed class VolumePolicyTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string Namespace = "wf-policies";

    private const string Copy = "wf-policies-copy";

    private const string OldClass = "wf-policies-old";

    private const string ScratchClass = "wf-policies-scratch";

    private const string LateClass = "wf-policies-late";

    private const string Image = "workflows.local/mover:1";

    private const string Classes = "/apis/storage.k8s.io/v1/storageclasses";

    private static readonly string[] Namespaces = [Namespace, Copy];

    private readonly Workspace workspace = new();

    private string Target => workspace.PathOf("target");

    public async Task InitializeAsync()
    {
        if (!TestSettings.HasNode || ClusterNeeds.WhyNot() is not null)
        {
            return;
        }

        await CleanAsync();
        await ClaimedFolders.OfferAsync(clusters.Blue, "wf-policies-source", workspace.PathOf("source"), storageClass: OldClass);
        await ClaimedFolders.OfferAsync(clusters.Blue, "wf-policies-scratch", workspace.PathOf("scratch"), storageClass: ScratchClass);
        await ClaimedFolders.OfferAsync(clusters.Green, "wf-policies-target", Target, storageClass: LateClass, capacity: "3Gi");
        await clusters.Green.CreateAsync(Classes, JsonNode.Parse($$"""
            {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": {"name": "{{LateClass}}"},
             "provisioner": "kubernetes.io/no-provisioner", "volumeBindingMode": "WaitForFirstConsumer"}
            """)!);
        await TestNamespaces.CreateAsync(clusters.Blue, Namespace);
        await File.WriteAllTextAsync(Path.Combine(workspace.PathOf("source"), "entry"), "written before the backup");
        await clusters.Blue.ApplyAsync($$"""
            {{Claim("data", OldClass)}}
            ---
            {{Claim("scratch", ScratchClass)}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: settings, namespace: {{Namespace}} }
            """);
        await TestNamespaces.UntilAsync("both claims are bound", async () =>
            (await clusters.Blue.ListAsync($"/api/v1/namespaces/{Namespace}/persistentvolumeclaims"))
                .All(claim => claim["status"]!["phase"]!.GetValue<string>() == "Bound"));
        await BackUpAsync();
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
    public async Task One_claim_goes_into_a_new_larger_one_of_a_class_that_waits_for_its_first_consumer()
    {
        var volumes = (await workspace.RunAsync("backup", "describe", "monday", "-o", "json")).Exits(0).Json()["volumes"]!.AsArray();
        Assert.Equal(["data Completed", "scratch Skipped"], volumes.Select(volume => $"{Text(volume, "claim")} {Text(volume, "state")}"));
        Assert.Equal("It is skipped by volume policy 1 (line 3).", Text(volumes[1], "reason"));

        // The class is not there: found out at once, and no claim is made that nobody could change.
        string[] alone = ["--claim", $"{Namespace}/data", "--into", $"{Copy}/data-of-monday"];
        var failed = (await RestoreAsync("classless", alone)).Exits(3).Json()["failed"]!.AsArray();
        Assert.Contains($"no storage class '{OldClass}'", Text(Assert.Single(failed), "reason"), StringComparison.Ordinal);
        Assert.Null(await FindClaimAsync("data-of-monday"));

        string[] mapped = [.. alone, "--storage-class-mappings", $"{OldClass}:{LateClass}", "--claim-size", $"{Namespace}/data=2Gi"];
        (await RestoreAsync("alone", mapped)).Exits(0);

        var claim = await FindClaimAsync("data-of-monday");
        Assert.Equal("Bound", claim!["status"]!["phase"]!.GetValue<string>());
        Assert.Equal(LateClass, claim["spec"]!["storageClassName"]!.GetValue<string>());
        Assert.Equal("2Gi", claim["spec"]!["resources"]!["requests"]!["storage"]!.GetValue<string>());
        Assert.Equal("written before the backup", await File.ReadAllTextAsync(Path.Combine(Target, "entry")));
        Assert.Null(await FindClaimAsync("scratch"));
        Assert.Null(await clusters.Green.FindAsync($"/api/v1/namespaces/{Copy}/configmaps/settings"));

        await File.WriteAllTextAsync(Path.Combine(Target, "entry"), "written since");
        (await RestoreAsync("again", mapped)).Exits(5);
        Assert.Equal("written since", await File.ReadAllTextAsync(Path.Combine(Target, "entry")));
    }

    [NodeFact]
    public async Task Volumes_alone_are_restored_with_their_namespace_and_one_whose_storage_is_kept_as_it_is()
    {
        (await RestoreAsync(
            "only", "--volumes-only", "--include-namespaces", Namespace, "--namespace-mappings", $"{Namespace}:{Copy}",
            "--storage-class-mappings", $"{OldClass}:{LateClass}")).Exits(0);

        Assert.Equal("written before the backup", await File.ReadAllTextAsync(Path.Combine(Target, "entry")));
        Assert.Equal(LateClass, (await FindClaimAsync("data"))!["spec"]!["storageClassName"]!.GetValue<string>());
        Assert.Equal("wf-policies-scratch", (await FindClaimAsync("scratch"))!["spec"]!["volumeName"]!.GetValue<string>());
        Assert.Null(await clusters.Green.FindAsync($"/api/v1/namespaces/{Copy}/configmaps/settings"));
    }

    private static string Text(JsonNode? node, string field) => node![field]!.GetValue<string>();

    private static string Claim(string name, string storageClass) => $$"""
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: { name: {{name}}, namespace: {{Namespace}} }
        spec:
          accessModes: [ReadWriteOnce]
          storageClassName: {{storageClass}}
          resources: { requests: { storage: 1Gi } }
        """;

    private Task<JsonObject?> FindClaimAsync(string name) =>
        clusters.Green.FindAsync($"/api/v1/namespaces/{Copy}/persistentvolumeclaims/{name}");

    private async Task BackUpAsync()
    {
        var policies = workspace.PathOf("volumes.yaml");
        await File.WriteAllTextAsync(policies, $$"""
            version: v1
            volumePolicies:
            - conditions: { storageClass: [{{ScratchClass}}] }
              action: { type: skip }
            - conditions: { volumeTypes: [hostPath], capacity: ",10Gi" }
              action: { type: fs-backup }
            - conditions: {}
              action: { type: skip }
            """);
        (await workspace.RunAsync(
            "backup", "create", "monday", "--include-namespaces", Namespace, "--exclude-secrets", "--include-volume-data",
            "--volume-policies", policies, "--mover-image", Image, "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(0);
    }

    private Task<CommandResult> RestoreAsync(string name, params string[] options) => workspace.RunAsync(
    [
        "restore", "create", name, "--from-backup", "monday", "--mover-image", Image, "--kubeconfig", clusters.Green.Kubeconfig,
        "-o", "json", .. options,
    ]);

    private async Task CleanAsync()
    {
        await TestNamespaces.DeleteAsync(clusters.Blue, Namespaces);
        await TestNamespaces.DeleteAsync(clusters.Green, Namespaces);
        await ClaimedFolders.WithdrawAsync(clusters.Blue, "wf-policies-source");
        await ClaimedFolders.WithdrawAsync(clusters.Blue, "wf-policies-scratch");
        await ClaimedFolders.WithdrawAsync(clusters.Green, "wf-policies-target");
        await ClaimedFolders.WithdrawAsync(clusters.Green, "wf-policies-scratch");
        await clusters.Green.DeleteAsync($"{Classes}/{LateClass}");
    }
}
