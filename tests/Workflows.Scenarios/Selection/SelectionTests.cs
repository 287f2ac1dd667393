using System.Text.Json.Nodes;
using Workflows.Scenarios.Archives;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Selection;

/// <summary>What is in an archive is exactly what was asked for.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class SelectionTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string A = "wf-sel-a";

    private const string B = "wf-sel-b";

    private const string RoleName = "wf-sel-bound";

    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";

    private readonly Workspace workspace = new();

    public async Task InitializeAsync()
    {
        await CleanAsync();
        await TestNamespaces.CreateAsync(clusters.Blue, A, B);
        foreach (var ns in new[] { A, B })
        {
            await CreateAsync(ns, "configmaps", "web", "app=web");
            await CreateAsync(ns, "configmaps", "db", "app=db");
            await CreateAsync(ns, "configmaps", "unwanted", "velero.io/exclude-from-backup=true");
            await CreateAsync(ns, "secrets", "key", "app=web");
        }

        await clusters.Blue.CreateAsync($"{Rbac}/clusterroles", Parse(
            $$"""{ "kind": "ClusterRole", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": { "name": "{{RoleName}}" }, "rules": [] }"""));
        await clusters.Blue.CreateAsync($"{Rbac}/clusterrolebindings", Parse($$"""
            { "kind": "ClusterRoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": { "name": "{{RoleName}}" },
              "roleRef": { "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "{{RoleName}}" },
              "subjects": [{ "kind": "ServiceAccount", "name": "default", "namespace": "{{A}}" }] }
            """));
    }

    public Task DisposeAsync() => CleanAsync();

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public async Task Namespaces_are_chosen_by_patterns_and_exclusion_wins()
    {
        var archived = await ArchivedAsync(
            "--include-namespaces", "wf-sel-*", "--exclude-namespaces", "*-b", "--include-resources", "configmaps",
            "--exclude-secrets");

        Assert.Equal(
            [$"configmaps/namespaces/{A}/db", $"configmaps/namespaces/{A}/kube-root-ca.crt", $"configmaps/namespaces/{A}/web"],
            archived.Where(path => !path.StartsWith("namespaces/", StringComparison.Ordinal)));
    }

    [ClustersFact]
    public async Task Labels_choose_objects_with_one_selector()
    {
        var archived = await ArchivedAsync(
            "--include-namespaces", "wf-sel-*", "--selector", "app in (web),app!=db", "--include-secrets",
            "--include-cluster-resources", "false");

        Assert.Equal(
            [
                $"configmaps/namespaces/{A}/web", $"configmaps/namespaces/{B}/web", $"secrets/namespaces/{A}/key",
                $"secrets/namespaces/{B}/key",
            ],
            archived.Where(path => !path.StartsWith("namespaces/", StringComparison.Ordinal)));
    }

    [ClustersFact]
    public async Task Labels_choose_objects_with_any_of_several_selectors_each_object_once()
    {
        var archived = await ArchivedAsync(
            "--include-namespaces", A, "--or-selector", "app=web", "--or-selector", "app", "--include-resources",
            "configmaps", "--exclude-secrets");

        Assert.Equal(
            [$"configmaps/namespaces/{A}/db", $"configmaps/namespaces/{A}/web"],
            archived.Where(path => !path.StartsWith("namespaces/", StringComparison.Ordinal)));
    }

    [ClustersFact]
    public async Task Secrets_are_left_out_when_told_so_and_resources_are_excluded_by_name_and_group()
    {
        var archived = await ArchivedAsync(
            "--include-namespaces", A, "--exclude-resources", "configmaps,*.rbac.authorization.k8s.io", "--exclude-secrets",
            "--include-cluster-resources", "true");

        Assert.DoesNotContain(archived, path => path.StartsWith("secrets/", StringComparison.Ordinal));
        Assert.DoesNotContain(archived, path => path.StartsWith("configmaps/", StringComparison.Ordinal));
        Assert.DoesNotContain(archived, path => path.Contains("rbac.authorization.k8s.io", StringComparison.Ordinal));
        Assert.Contains($"serviceaccounts/namespaces/{A}/default", archived);
    }

    [ClustersTheory]
    [InlineData("true", true, true)]
    [InlineData("false", false, false)]
    [InlineData(null, true, false)]
    public async Task Objects_of_the_cluster_come_all_none_or_where_needed(string? word, bool bound, bool unrelated)
    {
        string[] options = word is null ? [] : ["--include-cluster-resources", word];

        var archived = await ArchivedAsync(["--include-namespaces", A, "--include-secrets", .. options]);

        Assert.Equal(bound, archived.Contains($"clusterroles.rbac.authorization.k8s.io/cluster/{RoleName}"));
        Assert.Equal(bound, archived.Contains($"clusterrolebindings.rbac.authorization.k8s.io/cluster/{RoleName}"));
        Assert.Equal(unrelated, archived.Contains("clusterroles.rbac.authorization.k8s.io/cluster/cluster-admin"));
        Assert.Contains($"configmaps/namespaces/{A}/web", archived);
    }

    private async Task<IReadOnlyList<string>> ArchivedAsync(params string[] options)
    {
        (await workspace.RunAsync(
            ["backup", "create", "chosen", .. options, "--kubeconfig", clusters.Blue.Kubeconfig])).Exits(0);
        var file = workspace.PathOf("chosen.tar.gz");
        (await workspace.RunAsync("backup", "download", "chosen", "--file", file)).Exits(0);
        var archived = (await ArchiveTar.ReadAsync(file)).Objects.Keys.Order(StringComparer.Ordinal).ToArray();
        Assert.DoesNotContain(archived, path => path.EndsWith("/unwanted", StringComparison.Ordinal));
        return archived;
    }

    private async Task CreateAsync(string ns, string plural, string name, string label)
    {
        var (key, value) = (label.Split('=')[0], label.Split('=')[1]);
        await clusters.Blue.CreateAsync($"/api/v1/namespaces/{ns}/{plural}", new JsonObject
        {
            ["kind"] = plural == "secrets" ? "Secret" : "ConfigMap",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { [key] = value } },
        });
    }

    private async Task CleanAsync()
    {
        await clusters.Blue.DeleteAsync($"{Rbac}/clusterrolebindings/{RoleName}");
        await clusters.Blue.DeleteAsync($"{Rbac}/clusterroles/{RoleName}");
        await TestNamespaces.DeleteAsync(clusters.Blue, A, B);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
