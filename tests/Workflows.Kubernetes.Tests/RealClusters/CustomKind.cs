using Workflows.Core.Resources;

namespace Workflows.Kubernetes.Tests.RealClusters;

/// <summary>A custom resource definition that a test makes, and takes away again.</summary>
internal sealed class CustomKind : IAsyncDisposable
{
    private readonly RealCluster cluster;
    private readonly ApiResource definitions;

    private CustomKind(RealCluster cluster, ApiResource definitions, ApiResource resource)
    {
        this.cluster = cluster;
        this.definitions = definitions;
        Resource = resource;
    }

    public ApiResource Resource { get; }

    public static async Task<CustomKind> CreateAsync(
        RealCluster cluster, string group, string plural, string kind, string listKind, params string[] versions)
    {
        var owner = await cluster.ResourceAsync("customresourcedefinitions.apiextensions.k8s.io");
        await cluster.CreateAsync(owner, null, $$$"""
            {"metadata":{"name":"{{{plural}}}.{{{group}}}"},"spec":{"group":"{{{group}}}","scope":"Namespaced",
            "names":{"plural":"{{{plural}}}","singular":"x{{{cluster.Namespace}}}","kind":"{{{kind}}}","listKind":"{{{listKind}}}"},
            "versions":[{{{string.Join(',', versions.Select(version => Version(version, version == versions[0])))}}}] } }
            """);
        return new CustomKind(cluster, owner, await ServedAsync(cluster, $"{plural}.{group}", versions.Length));
    }

    public async ValueTask DisposeAsync() => await cluster.Client.DeleteAsync(
        definitions, null, Resource.GroupResource.ToString(), null, CancellationToken.None);

    private static string Version(string name, bool storage) =>
        $$$"""{"name":"{{{name}}}","served":true,"storage":{{{(storage ? "true" : "false")}}},"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true} } }""";

    /// <summary>A server tells of one version after another.</summary>
    private static async Task<ApiResource> ServedAsync(RealCluster cluster, string groupResource, int versions)
    {
        for (var i = 0; i < 500; i++)
        {
            var found = (await cluster.Client.DiscoverAsync(CancellationToken.None)).Resources
                .SingleOrDefault(resource => resource.GroupResource.ToString() == groupResource);
            if (found?.ServedVersions.Count == versions && await IsServedAsync(cluster, found))
                return found;
        }

        throw new TimeoutException($"{groupResource} was never served.");
    }

    private static async Task<bool> IsServedAsync(RealCluster cluster, ApiResource resource)
    {
        try
        {
            using var page = await cluster.Client.ListPageAsync(resource, null, new ListQuery(), CancellationToken.None);
            return true;
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }
}
