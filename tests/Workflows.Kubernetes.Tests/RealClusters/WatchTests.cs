using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.RealClusters;

[Collection(RealClusterCollection.Name)]
public class WatchTests(RealCluster cluster)
{
    [RealClusterFact]
    public async Task Watch_tells_every_change_after_its_revision_in_order()
    {
        using var page = await cluster.Client.ListPageAsync(
            TestClients.ConfigMaps, cluster.Namespace, new ListQuery { Limit = 1 }, CancellationToken.None);
        await cluster.CreateConfigMapAsync("watched");
        await cluster.Client.PatchAsync(
            TestClients.ConfigMaps, cluster.Namespace, "watched", PatchType.MergePatch,
            """{"data":{"a":"1"}}"""u8.ToArray(), null, CancellationToken.None);
        await cluster.Client.DeleteAsync(
            TestClients.ConfigMaps, cluster.Namespace, "watched", null, CancellationToken.None);

        var told = new List<WatchEvent>();
        var query = new WatchQuery { ResourceVersion = page.ResourceVersion, FieldSelector = "metadata.name=watched" };
        await foreach (var change in Watch(query))
        {
            told.Add(change);
            if (change.Type is WatchEventType.Deleted)
                break;
        }

        Assert.Equal(
            [WatchEventType.Added, WatchEventType.Modified, WatchEventType.Deleted], told.Select(change => change.Type));
        Assert.Equal("1", (string?)told[1].Object.Node()["data"]!["a"]);
        Assert.Equal("ConfigMap", (string?)told[0].Object.Node()["kind"]);
        Assert.Equal(told.Select(change => change.Object.Revision()), told.Select(change => change.ResourceVersion));
    }

    [RealClusterFact]
    public async Task Watch_with_a_duration_ends_by_itself()
    {
        await foreach (var change in Watch(new WatchQuery
        {
            Duration = TimeSpan.FromSeconds(1),
            FieldSelector = "metadata.name=nobody",
        }))
            Assert.Equal(WatchEventType.Bookmark, change.Type);
    }

    [RealClusterFact]
    public async Task Watch_without_a_revision_starts_now()
    {
        await cluster.CreateConfigMapAsync("before-watch");
        await using var changes = Watch(new WatchQuery { Bookmarks = false }).GetAsyncEnumerator();
        var first = changes.MoveNextAsync().AsTask();
        for (var i = 0; !first.IsCompleted && i < 200; i++)
            await cluster.CreateConfigMapAsync($"after-watch-{i}");

        Assert.True(await first);
        Assert.StartsWith("after-watch-", changes.Current.Object.Name(), StringComparison.Ordinal);
    }

    [RealClusterFact]
    public async Task Watch_from_a_revision_that_is_gone_is_expired()
    {
        // A kind that is newer than the revision: what happened before it is not known.
        await using var kind = await CustomKind.CreateAsync(
            cluster, $"{cluster.Namespace}.watch.test", "watcheds", "Watched", "WatchedList", "v1");

        var error = await Assert.ThrowsAsync<KubernetesApiException>(async () =>
        {
            await foreach (var _ in cluster.Client.WatchAsync(
                kind.Resource, null, new WatchQuery { ResourceVersion = "1" }, CancellationToken.None))
            {
            }
        });

        Assert.True(error.IsExpired);
        Assert.Equal(410, error.HttpStatus);
    }

    private IAsyncEnumerable<WatchEvent> Watch(WatchQuery query) =>
        cluster.Client.WatchAsync(TestClients.ConfigMaps, cluster.Namespace, query, CancellationToken.None);
}
