using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Names;

/// <summary>Whatever a server accepts comes to another cluster as it was, byte for byte.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class NameTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private const string ClusterRoles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

    /// <summary>As long as a namespace's name may be.</summary>
    private static readonly string Namespace = "wf-names-" + new string('n', 54);

    private static readonly string[] RoleNames = ["wf-names:a:b", "wf-names: (?*) <ü>"];

    private readonly Workspace workspace = new();

    public async Task InitializeAsync()
    {
        await CleanAsync(clusters.Blue);
        await CleanAsync(clusters.Green);
        await TestNamespaces.CreateAsync(clusters.Blue, Namespace);
    }

    public async Task DisposeAsync()
    {
        await CleanAsync(clusters.Blue);
        await CleanAsync(clusters.Green);
    }

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public async Task Names_and_contents_of_every_kind_that_is_allowed_survive_the_way_to_another_cluster()
    {
        var objects = await CreateAsync();
        (await workspace.RunAsync(
            "backup", "create", "names", "--include-namespaces", Namespace, "--include-cluster-resources", "true",
            "--include-secrets", "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(0);
        (await workspace.RunAsync("backup", "verify", "names")).Exits(0);
        var restored = await workspace.RunAsync(
            "restore", "create", "names", "--from-backup", "names", "--kubeconfig", clusters.Green.Kubeconfig);
        Assert.True(restored.ExitCode == 0, $"{restored}\n{await workspace.RunAsync("restore", "describe", "names")}");

        foreach (var path in objects)
        {
            Assert.Equal(
                RawValues.Of(await clusters.Blue.ReadTextAsync(path)), RawValues.Of(await clusters.Green.ReadTextAsync(path)));
        }

        (await workspace.RunAsync("backup", "compare", "names", "--kubeconfig", clusters.Green.Kubeconfig)).Exits(0);
    }

    /// <returns>The paths of what was created.</returns>
    private async Task<IReadOnlyList<string>> CreateAsync()
    {
        var paths = new List<string>();
        foreach (var (collection, body) in AwkwardObjects.InNamespace(Namespace))
        {
            paths.Add(await CreateAsync(collection, body));
        }

        foreach (var name in RoleNames)
        {
            paths.Add(await CreateAsync(ClusterRoles, $$"""
                { "kind": "ClusterRole", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": { "name": "{{name}}" }, "rules": [] }
                """));
        }

        foreach (var kind in AwkwardKind.All)
        {
            paths.Add(await CreateAsync(Definitions, kind.Definition().ToJsonString()));
        }

        foreach (var kind in AwkwardKind.All)
        {
            var collection = kind.Path(Namespace);
            await TestNamespaces.UntilAsync(
                $"{kind.DefinitionName} is served", async () => await clusters.Blue.FindAsync(collection) is not null);
            foreach (var body in AwkwardObjects.OfKind(kind))
            {
                paths.Add(await CreateAsync(collection, body));
            }
        }

        return [.. paths.Where(path => !path.StartsWith(Definitions, StringComparison.Ordinal))];
    }

    private async Task<string> CreateAsync(string collection, string body)
    {
        await clusters.Blue.CreateTextAsync(collection, body);
        var name = JsonNode.Parse(body)!["metadata"]!["name"]!.GetValue<string>();
        return $"{collection}/{Uri.EscapeDataString(name)}";
    }

    private static async Task CleanAsync(Cluster cluster)
    {
        await TestNamespaces.DeleteAsync(cluster, Namespace);
        foreach (var kind in AwkwardKind.All)
        {
            await cluster.DeleteAsync($"{Definitions}/{kind.DefinitionName}");
        }

        foreach (var name in RoleNames)
        {
            await cluster.DeleteAsync($"{ClusterRoles}/{Uri.EscapeDataString(name)}");
        }

        await TestNamespaces.UntilAsync("the definitions are gone", async () =>
            !(await cluster.ListAsync(Definitions)).Any(definition =>
                AwkwardKind.All.Any(kind => kind.DefinitionName == definition["metadata"]!["name"]!.GetValue<string>())));
    }
}
