using System.Security.Cryptography;
using System.Text;
using Workflows.Core.Clusters;
using Workflows.Core.Resources;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.RealClusters;

/// <summary>The real API server that a run shares, with a namespace of its own that goes when the run ends.</summary>
public sealed class RealCluster : IAsyncLifetime, IDisposable
{
    private ClusterClient? client;

    public string Namespace { get; } = $"wf-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5))}";

    public ClusterClient Client => client ?? throw new InvalidOperationException("There is no real cluster.");

    public static string Kubeconfig => Path.GetFullPath(
        Environment.GetEnvironmentVariable(RealClusterFactAttribute.Variable)!);

    public async Task InitializeAsync()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(RealClusterFactAttribute.Variable)))
            return;
        client = new ClusterClient(ClusterConnection.Load(new ClusterReference([Kubeconfig], null)));
        await CreateAsync(TestClients.Namespaces, null, $$$"""{"metadata":{"name":"{{{Namespace}}}"}}""");
    }

    public async Task DisposeAsync()
    {
        if (client is null)
            return;
        await client.DeleteAsync(TestClients.Namespaces, null, Namespace, null, CancellationToken.None);
    }

    public void Dispose() => client?.Dispose();

    public Task<ObjectBytes> CreateAsync(ApiResource resource, string? ns, string json) =>
        Client.CreateAsync(resource, ns, Encoding.UTF8.GetBytes(json), null, CancellationToken.None);

    public Task<ObjectBytes> CreateConfigMapAsync(string name, string data = "{}") => CreateAsync(
        TestClients.ConfigMaps, Namespace, $$"""{"metadata":{"name":"{{name}}"},"data":{{data}}}""");

    public async Task<ApiResource> ResourceAsync(string groupResource) =>
        (await Client.DiscoverAsync(CancellationToken.None)).Resources
            .Single(resource => resource.GroupResource == GroupResource.Parse(groupResource));
}
