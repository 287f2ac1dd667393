using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.RealClusters;

[Collection(RealClusterCollection.Name)]
public class DiscoveryTests(RealCluster cluster)
{
    [RealClusterFact]
    public async Task GetVersion_tells_a_version()
    {
        var version = await cluster.Client.GetVersionAsync(CancellationToken.None);

        Assert.Equal(1, version.Major);
        Assert.InRange(version.Minor, 16, 99);
        Assert.StartsWith($"v1.{version.Minor}.", version.GitVersion, StringComparison.Ordinal);
    }

    [RealClusterFact]
    public async Task Discover_finds_every_kind_once_at_its_preferred_version()
    {
        var discovery = await cluster.Client.DiscoverAsync(CancellationToken.None);

        Assert.Empty(discovery.Broken);
        Assert.Equal(
            discovery.Resources.Count, discovery.Resources.Select(resource => resource.GroupResource).Distinct().Count());
        Assert.DoesNotContain(
            discovery.Resources, resource => resource.Plural.Contains('/', StringComparison.Ordinal));
        var pods = discovery.Resources.Single(resource => resource.GroupResource.ToString() == "pods");
        Assert.True(pods is { Kind: "Pod", Namespaced: true, Version: "v1", Singular: "" or "pod" });
        Assert.Contains("po", pods.ShortNames);
        Assert.True(pods.Allows("list") && pods.Allows("watch"));
        var roles = discovery.Resources.Single(
            resource => resource.GroupResource.ToString() == "clusterroles.rbac.authorization.k8s.io");
        Assert.False(roles.Namespaced);
        Assert.Equal(roles.Version, roles.ServedVersions[0]);
        Assert.InRange(discovery.Resources.Count, 40, 500);
    }

    [RealClusterFact]
    public async Task Every_listable_kind_can_be_listed()
    {
        var discovery = await cluster.Client.DiscoverAsync(CancellationToken.None);

        foreach (var resource in discovery.Resources.Where(resource => resource.Allows("list")))
        {
            using var page = await cluster.Client.ListPageAsync(
                resource, null, new ListQuery { Limit = 5 }, CancellationToken.None);
            Assert.All(page.Items, item =>
            {
                var node = item.ToObject().Node();
                Assert.Equal(resource.Kind, (string?)node["kind"]);
                Assert.Equal(resource.ApiVersion, (string?)node["apiVersion"]);
            });
        }
    }

    [RealClusterFact]
    public async Task Aggregated_group_whose_server_is_down_is_reported_and_the_rest_is_there()
    {
        const string name = "v1.broken.example.test";
        var services = await cluster.ResourceAsync("apiservices.apiregistration.k8s.io");
        await cluster.CreateAsync(services, null, $$$$"""
            {"metadata":{"name":"{{{{name}}}}"},"spec":{"group":"broken.example.test","version":"v1","groupPriorityMinimum":100,
            "versionPriority":10,"insecureSkipTLSVerify":true,"service":{"name":"none","namespace":"{{{{cluster.Namespace}}}}"}}}
            """);
        try
        {
            using var client = new ClusterClient(
                cluster.Client.Connection, new ClusterClientOptions { FirstBackoff = TimeSpan.FromMilliseconds(1) });
            var discovery = await EventuallyAsync(
                () => client.DiscoverAsync(CancellationToken.None), found => found.Broken.Count > 0);

            var broken = Assert.Single(discovery.Broken);
            Assert.Equal(("broken.example.test", "v1"), (broken.Group, broken.Version));
            Assert.NotEqual("", broken.Message);
            Assert.Contains(discovery.Resources, resource => resource.Plural == "deployments");
        }
        finally
        {
            await cluster.Client.DeleteAsync(services, null, name, null, CancellationToken.None);
        }
    }

    /// <summary>The server takes a new API up on its own time; what is asked each time is the server, so no clock is trusted.</summary>
    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> ask, Func<T, bool> isDone)
    {
        for (var i = 0; i < 500; i++)
        {
            var answer = await ask();
            if (isDone(answer))
                return answer;
        }

        throw new TimeoutException("The server never answered as expected.");
    }

    [RealClusterFact]
    public async Task Unknown_resource_is_not_found()
    {
        var unknown = TestClients.ConfigMaps with { Plural = "unknowns", Group = "nothing.example.test" };

        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => cluster.Client.ListPageAsync(unknown, null, new ListQuery(), CancellationToken.None));

        Assert.True(error.IsNotFound);
    }
}
