using System.Text.Json.Nodes;
using Workflows.Scenarios.Archives;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Faults;

/// <summary>Kinds that a cluster says it serves, and can't: each fails on its own, and the rest is backed up.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class BrokenKindTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const int Partial = 3;

    private const string Namespace = "wf-broken";

    private const string ApiService = "/apis/apiregistration.k8s.io/v1/apiservices";

    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private readonly Workspace workspace = new();

    public async Task InitializeAsync()
    {
        await CleanAsync();
        await TestNamespaces.CreateAsync(clusters.Blue, Namespace);
        await clusters.Blue.CreateAsync(
            $"/api/v1/namespaces/{Namespace}/configmaps",
            Parse("""{ "kind": "ConfigMap", "apiVersion": "v1", "metadata": { "name": "whole" } }"""));
    }

    public Task DisposeAsync() => CleanAsync();

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public async Task An_aggregated_api_that_is_down_is_reported_and_the_rest_is_there()
    {
        await clusters.Blue.CreateAsync(ApiService, Parse($$"""
            { "kind": "APIService", "apiVersion": "apiregistration.k8s.io/v1", "metadata": { "name": "v1.broken.example" },
              "spec": { "group": "broken.example", "version": "v1", "groupPriorityMinimum": 10, "versionPriority": 10,
                "insecureSkipTLSVerify": true, "service": { "name": "nobody", "namespace": "{{Namespace}}" } } }
            """));

        await AssertReportedAsync("broken.example");
    }

    [ClustersFact]
    public async Task A_kind_whose_conversion_webhook_is_down_is_reported_and_the_rest_is_there()
    {
        await clusters.Blue.CreateAsync(Definitions, Definition());
        var gears = $"/apis/gears.example/v1/namespaces/{Namespace}/gears";
        await TestNamespaces.UntilAsync("gears are served", async () => await clusters.Blue.FindAsync(gears) is not null);
        await clusters.Blue.CreateAsync(gears, Parse(
            """{ "kind": "Gear", "apiVersion": "gears.example/v1", "metadata": { "name": "one" } }"""));

        // Stored as v1; asked for as v2, it would have to be converted by somebody who is not there.
        var changed = Definition();
        changed["spec"]!["versions"]![0]!["storage"] = false;
        changed["spec"]!["versions"]![1]!["storage"] = true;
        await clusters.Blue.MergePatchAsync($"{Definitions}/gears.gears.example", changed);

        await AssertReportedAsync("gears");
    }

    [ClustersFact]
    public async Task A_kind_whose_conversion_webhook_is_down_where_it_is_restored_is_reported_and_the_rest_is_there()
    {
        var whole = Definition();
        whole["spec"]!.AsObject().Remove("conversion");
        await clusters.Blue.CreateAsync(Definitions, whole);
        await clusters.Green.CreateAsync(Definitions, Definition());
        var gears = $"/apis/gears.example/v2/namespaces/{Namespace}/gears";
        await TestNamespaces.UntilAsync("gears are served", async () => await clusters.Blue.FindAsync(gears) is not null);
        await clusters.Blue.CreateAsync(gears, Parse(
            """{ "kind": "Gear", "apiVersion": "gears.example/v2", "metadata": { "name": "one" } }"""));
        (await workspace.RunAsync(
            "backup", "create", "whole", "--include-namespaces", Namespace, "--include-secrets", "--kubeconfig",
            clusters.Blue.Kubeconfig)).Exits(0);

        // Asked for as v2 and stored as v1, it would have to be converted by somebody who is not there.
        var restored = (await workspace.RunAsync(
            "restore", "create", "partial", "--from-backup", "whole", "-o", "json", "--kubeconfig",
            clusters.Green.Kubeconfig)).Exits(Partial).Json();

        Assert.Equal("PartiallyFailed", restored["restore"]!["phase"]!.GetValue<string>());
        var failed = Assert.Single(restored["failed"]!.AsArray())!;
        Assert.Equal("gears.gears.example", failed["resource"]!.GetValue<string>());
        Assert.Contains("webhook", failed["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotNull(await clusters.Green.FindAsync($"/api/v1/namespaces/{Namespace}/configmaps/whole"));
    }

    private async Task AssertReportedAsync(string says)
    {
        var result = (await workspace.RunAsync(
            "backup", "create", "partial", "--include-namespaces", Namespace, "--include-secrets", "-o", "json",
            "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(Partial);

        var created = result.Json();
        Assert.Equal("PartiallyFailed", created["backup"]!["phase"]!.GetValue<string>());
        Assert.Contains(
            created["problems"]!.AsArray(),
            problem => problem!["severity"]!.GetValue<string>() == "Error"
                && problem["scope"]!.GetValue<string>().Contains(says, StringComparison.Ordinal));
        await AssertGoodWherePermissiveAsync(says);
        (await workspace.RunAsync("backup", "verify", "partial")).Exits(0);
        var file = workspace.PathOf("partial.tar.gz");
        (await workspace.RunAsync("backup", "download", "partial", "--file", file)).Exits(0);
        Assert.Contains(ArchiveTar.PathOf("configmaps", Namespace, "whole"), (await ArchiveTar.ReadAsync(file)).Objects);
    }

    private async Task AssertGoodWherePermissiveAsync(string says)
    {
        var file = workspace.PathOf("plan.yaml");
        await File.WriteAllTextAsync(file, $$"""
            apiVersion: workflows/v1
            kind: Cluster
            metadata: { name: blue }
            spec: { kubeconfig: ["{{clusters.Blue.Kubeconfig}}"] }
            ---
            apiVersion: workflows/v1
            kind: BackupPlan
            metadata: { name: permissive }
            spec: { cluster: blue, includeSecrets: true, permissive: true, selection: { includedNamespaces: [{{Namespace}}] } }
            """);
        (await workspace.RunAsync("apply", "-f", file)).Exits(0);
        var created = (await workspace.RunAsync("backup", "create", "good", "--plan", "permissive", "-o", "json")).Exits(0).Json();

        Assert.Equal("Completed", created["backup"]!["phase"]!.GetValue<string>());
        Assert.Contains(
            created["problems"]!.AsArray(),
            problem => problem!["severity"]!.GetValue<string>() == "Warning"
                && problem["scope"]!.GetValue<string>().Contains(says, StringComparison.Ordinal));
    }

    private async Task CleanAsync()
    {
        await CleanAsync(clusters.Blue);
        await CleanAsync(clusters.Green);
    }

    private static async Task CleanAsync(Cluster cluster)
    {
        await cluster.DeleteAsync($"{ApiService}/v1.broken.example");
        if (await cluster.FindAsync($"{Definitions}/gears.gears.example") is not null)
        {
            // Nothing can be deleted while its conversion is broken: the webhook goes first.
            await cluster.MergePatchAsync(
                $"{Definitions}/gears.gears.example",
                Parse("""{ "spec": { "conversion": { "strategy": "None", "webhook": null } } }"""));
            await cluster.DeleteAsync($"{Definitions}/gears.gears.example");
            await TestNamespaces.UntilAsync(
                "gears are gone", async () => await cluster.FindAsync($"{Definitions}/gears.gears.example") is null);
        }

        await TestNamespaces.DeleteAsync(cluster, Namespace);
    }

    private static JsonObject Definition() => Parse($$"""
        { "kind": "CustomResourceDefinition", "apiVersion": "apiextensions.k8s.io/v1", "metadata": { "name": "gears.gears.example" },
          "spec": { "group": "gears.example", "scope": "Namespaced", "names": { "plural": "gears", "kind": "Gear" },
            "conversion": { "strategy": "Webhook", "webhook": { "conversionReviewVersions": ["v1"],
              "clientConfig": { "service": { "name": "nobody", "namespace": "{{Namespace}}" } } } },
            "versions": [
              { "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": { "type": "object" } } },
              { "name": "v2", "served": true, "storage": false, "schema": { "openAPIV3Schema": { "type": "object" } } }] } }
        """);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
