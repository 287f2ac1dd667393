using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Access;

/// <summary>Somebody who has the roles of infra/cluster, and no other rights.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class ClusterAccessTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string Operator = "wf-operator";

    private const string Bindings = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";

    private static readonly string[] Roles = ["backup", "volumes", "snapshots", "hooks"];

    private readonly Workspace workspace = new();

    private string Kubeconfig => workspace.PathOf("operator.kubeconfig");

    public async Task InitializeAsync()
    {
        if (ClusterNeeds.WhyNot() is null)
        {
            await RevokeAsync();
            await clusters.Blue.ApplyAsync(await File.ReadAllTextAsync(
                Path.Combine(TestSettings.RepositoryRoot, "infra", "cluster", "roles.yaml")));
            var config = (await clusters.Blue.KubectlAsync("config", "view", "--raw", "-o", "json")).Exits(0).Json();
            config["users"]![0]!["user"]!["as"] = Operator;
            await File.WriteAllTextAsync(Kubeconfig, config.ToJsonString());
        }
    }

    public async Task DisposeAsync()
    {
        if (ClusterNeeds.WhyNot() is null)
        {
            await RevokeAsync();
        }
    }

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public async Task Each_role_is_what_its_task_takes_and_what_is_missing_is_named()
    {
        foreach (var role in Roles)
        {
            var before = (await CheckAsync(role)).Exits(1).Json();
            await GrantAsync(role);
            var after = (await CheckAsync(role)).Exits(0).Json();

            Assert.Equal(before["tasks"]![0]!["rights"]!.GetValue<int>(), after["tasks"]![0]!["rights"]!.GetValue<int>());
            Assert.NotEmpty(before["tasks"]![0]!["missing"]!.AsArray());
            await RevokeAsync();
        }
    }

    [ClustersFact]
    public async Task The_role_for_backups_makes_a_whole_backup_and_changes_nothing_in_the_cluster()
    {
        await GrantAsync("backup");

        (await workspace.RunAsync("backup", "create", "all", "--include-secrets", "--run-hooks", "false", "--kubeconfig", Kubeconfig)).Exits(0);
        var missing = (await CheckAsync("restore", "--namespace", "default")).Exits(1).Json()["tasks"]![0]!["missing"]!.AsArray();

        Assert.Contains(missing, right => Said(right!) == "create configmaps in default");
        Assert.Contains(missing, right => Said(right!) == "create namespaces");
        Assert.DoesNotContain(missing, right => right!["verb"]!.GetValue<string>() == "list");
    }

    private static string Said(JsonNode right) =>
        $"{right["verb"]} {right["resource"]}{(right["namespace"] is { } ns ? $" in {ns}" : "")}";

    private Task<CommandResult> CheckAsync(string task, params string[] more) =>
        workspace.RunAsync(["cluster", "check", "--for", task, "--kubeconfig", Kubeconfig, "-o", "json", .. more]);

    private Task<JsonObject> GrantAsync(string role) => clusters.Blue.CreateAsync(Bindings, JsonNode.Parse($$"""
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "{{Operator}}-{{role}}"},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "workflows-{{role}}"},
         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "{{Operator}}"}]}
        """)!);

    private async Task RevokeAsync()
    {
        foreach (var role in Roles)
        {
            await clusters.Blue.DeleteAsync($"{Bindings}/{Operator}-{role}");
        }
    }
}
