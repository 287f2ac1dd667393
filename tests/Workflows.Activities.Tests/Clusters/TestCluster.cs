using System.Text;
using Workflows.Core.Clusters;
using Workflows.Core.Resources;
using Workflows.Kubernetes;

namespace Workflows.Activities.Tests.Clusters;

/// <summary>The API server of a run of the tests, with a namespace of one test's own.</summary>
internal sealed class TestCluster(ActivityServices services, string ns)
{
    private static readonly ApiResource Namespaces = new("", "v1", "namespaces", "Namespace", false, ["list"]);

    private static readonly ApiResource ConfigMaps = new("", "v1", "configmaps", "ConfigMap", true, ["list"]);

    private static readonly ApiResource Secrets = new("", "v1", "secrets", "Secret", true, ["list"]);

    private readonly ClusterClient client = services.Clusters.Get(Reference);

    public static string? Kubeconfig =>
        Environment.GetEnvironmentVariable("WORKFLOWS_TEST_KUBECONFIG") is { Length: > 0 } file ? file : null;

    public static ClusterReference Reference => new([Path.GetFullPath(Kubeconfig!)], null);

    public async Task CreateNamespaceAsync() =>
        await client.CreateAsync(Namespaces, null, Body("Namespace", ns), new(), CancellationToken.None);

    public async Task CreateConfigMapAsync(string name) =>
        await client.CreateAsync(ConfigMaps, ns, Body("ConfigMap", name), new(), CancellationToken.None);

    public async Task CreateSecretAsync(string name, string value) =>
        await client.CreateAsync(
            Secrets,
            ns,
            Encoding.UTF8.GetBytes(
                $$"""{ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "{{name}}" }, "stringData": { "value": "{{value}}" } }"""),
            new(),
            CancellationToken.None);

    /// <summary>The JSON of a Secret; null when there is none.</summary>
    public async Task<string?> FindSecretAsync(string name) =>
        await client.FindAsync(Secrets, ns, name, CancellationToken.None) is { } found ? Encoding.UTF8.GetString(found.Json.Span) : null;

    public async Task DeleteAsync()
    {
        if (await client.FindAsync(Namespaces, null, ns, CancellationToken.None) is not null)
        {
            await client.DeleteAsync(Namespaces, null, ns, null, CancellationToken.None);
        }
    }

    private static byte[] Body(string kind, string name) => Encoding.UTF8.GetBytes(
        $$"""{ "apiVersion": "v1", "kind": "{{kind}}", "metadata": { "name": "{{name}}" } }""");
}
