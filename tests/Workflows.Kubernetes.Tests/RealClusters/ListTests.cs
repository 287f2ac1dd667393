using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.RealClusters;

[Collection(RealClusterCollection.Name)]
public class ListTests(RealCluster cluster)
{
    private const string Label = "workflows.test/list";

    [RealClusterFact]
    public async Task Pages_at_one_revision_show_that_moment_whatever_changes_between_them()
    {
        var mark = await CreateAsync(25);
        var selector = $"{Label}={mark}";
        var first = new ListQuery { Limit = 10, LabelSelector = selector };
        using var page = await ListAsync(first);
        var revision = page.ResourceVersion;
        // Gone for the newest list, still there at that revision.
        await cluster.Client.DeleteAsync(
            TestClients.ConfigMaps, cluster.Namespace, $"{mark}-24", null, CancellationToken.None);

        var names = new List<string>();
        var query = first with { ResourceVersion = revision, Match = ResourceVersionMatch.Exact };
        while (true)
        {
            using var next = await ListAsync(query);
            Assert.Equal(revision, next.ResourceVersion);
            names.AddRange(next.Items.Select(item => item.ToObject().Name()));
            if (next.Continue is null)
                break;
            query = query with { Continue = next.Continue };
        }

        Assert.Equal(25, names.Distinct().Count());
        Assert.Contains($"{mark}-24", names);
        using var now = await ListAsync(new ListQuery { LabelSelector = selector });
        Assert.Equal(24, now.Count);
    }

    [RealClusterFact]
    public async Task Page_without_selectors_tells_how_many_remain()
    {
        await CreateAsync(4);

        using var page = await ListAsync(new ListQuery { Limit = 1 });

        Assert.Equal(1, page.Count);
        Assert.NotNull(page.Continue);
        Assert.InRange(page.RemainingItemCount!.Value, 3, long.MaxValue);
    }

    [RealClusterFact]
    public async Task Revision_that_is_not_there_yet_is_an_error()
    {
        using var client = new ClusterClient(cluster.Client.Connection, new ClusterClientOptions { MaxAttempts = 1 });

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.ListPageAsync(
            TestClients.ConfigMaps, cluster.Namespace,
            new ListQuery { Limit = 1, ResourceVersion = "999999999999", Match = ResourceVersionMatch.Exact },
            CancellationToken.None));

        Assert.NotEqual(200, error.HttpStatus);
    }

    [EtcdFact]
    public async Task Revision_and_token_that_are_compacted_are_expired()
    {
        await CreateAsync(3);
        using var page = await ListAsync(new ListQuery { Limit = 1 });
        await CreateAsync(1);
        await Etcd.CompactAsync();

        foreach (var query in new[]
        {
            new ListQuery { Limit = 1, ResourceVersion = page.ResourceVersion, Match = ResourceVersionMatch.Exact },
            new ListQuery { Limit = 1, Continue = page.Continue },
        })
        {
            var error = await Assert.ThrowsAsync<KubernetesApiException>(() => ListAsync(query));
            Assert.True(error.IsExpired);
            Assert.False(error.IsTransient);
        }
    }

    [RealClusterFact]
    public async Task Metadata_only_leaves_the_data_out()
    {
        var mark = await CreateAsync(1);

        using var page = await ListAsync(new ListQuery { LabelSelector = $"{Label}={mark}", MetadataOnly = true });

        var node = Assert.Single(page.Items).ToObject().Node();
        Assert.Equal("PartialObjectMetadata", (string?)node["kind"]);
        Assert.Null(node["data"]);
        Assert.NotNull(node["metadata"]!["uid"]);
    }

    [RealClusterFact]
    public async Task Field_selector_finds_the_one()
    {
        var mark = await CreateAsync(3);

        using var page = await ListAsync(new ListQuery { FieldSelector = $"metadata.name={mark}-1" });

        Assert.Equal($"{mark}-1", Assert.Single(page.Items).ToObject().Name());
    }

    [RealClusterFact]
    public async Task Items_with_type_added_equal_what_get_gives()
    {
        var mark = await CreateAsync(1);

        using var page = await ListAsync(new ListQuery { LabelSelector = $"{Label}={mark}" });

        var listed = page.Items[0].ToObject().Node();
        var got = await cluster.Client.GetAsync(
            TestClients.ConfigMaps, cluster.Namespace, $"{mark}-0", CancellationToken.None);
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(listed, got.Node()));
    }

    [RealClusterFact]
    public async Task Gzipped_lists_are_the_same_lists()
    {
        var mark = await CreateAsync(1, new string('x', 200_000));
        using var far = new ClusterClient(cluster.Client.Connection, new ClusterClientOptions { Gzip = true });

        using var page = await far.ListPageAsync(
            TestClients.ConfigMaps, cluster.Namespace, new ListQuery { LabelSelector = $"{Label}={mark}" },
            CancellationToken.None);

        Assert.Equal(200_000, ((string)page.Items[0].ToObject().Node()["data"]!["k"]!).Length);
    }

    private Task<ListPage> ListAsync(ListQuery query) =>
        cluster.Client.ListPageAsync(TestClients.ConfigMaps, cluster.Namespace, query, CancellationToken.None);

    private async Task<string> CreateAsync(int count, string value = "v")
    {
        var mark = $"list-{Guid.NewGuid():N}";
        await Parallel.ForAsync(0, count, async (i, _) => await cluster.CreateAsync(
            TestClients.ConfigMaps, cluster.Namespace,
            $$$"""{"metadata":{"name":"{{{mark}}}-{{{i}}}","labels":{"{{{Label}}}":"{{{mark}}}"}},"data":{"k":"{{{value}}}"}}"""));
        return mark;
    }
}
