using System.Collections.Concurrent;
using Workflows.Activities.Restores.Applying;
using Workflows.Activities.Restores.Comparing;
using Workflows.Activities.Tests.Restores.Support;
using Workflows.Core.Restores;
using Workflows.Kubernetes;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Activities.Tests.Restores;

/// <summary>Which objects a comparison calls different, and what it asks the server to find out.</summary>
public sealed class ObjectComparerTests
{
    /// <summary>Sixty of 50 KB: a page holds twenty of them.</summary>
    private const long LargeObjects = 3_145_728;

    private const string Collection = "/api/v1/namespaces/shop/configmaps";

    [Fact]
    public async Task Objects_of_one_namespace_are_compared_with_one_list()
    {
        await using var cluster = new FaultyCluster((_, _) => null);
        var objects = await CreateAsync(cluster, 20);

        Assert.Empty(await CompareAsync(cluster, objects));
        Assert.Equal([Collection], cluster.Read);
    }

    [Fact]
    public async Task A_list_shows_which_objects_differ_and_where()
    {
        await using var cluster = new FaultyCluster((_, _) => null);
        var objects = await CreateAsync(cluster, 20);
        objects[7] = Restored.ConfigMap("shop", objects[7].Key.Name, "archived");

        var difference = Assert.Single(await CompareAsync(cluster, objects));

        Assert.Equal(objects[7].Key, difference.Key);
        Assert.False(difference.Missing);
        Assert.Contains("/data/key", Assert.Single(difference.Fields), StringComparison.Ordinal);
        Assert.Equal([Collection], cluster.Read);
    }

    [Fact]
    public async Task What_a_list_lacks_is_missing_only_if_it_is_not_there_by_name_either()
    {
        await using var cluster = new FaultyCluster((server, request) =>
            IsList(request)
                ? Without(server.Answer(request), "settings-004")
                : null);
        var objects = await CreateAsync(cluster, 10);
        objects.Add(Restored.ConfigMap("shop", "deleted", "value"));

        var difference = Assert.Single(await CompareAsync(cluster, objects));

        Assert.True(difference.Missing);
        Assert.Equal("deleted", difference.Key.Name);
        Assert.Equal([Collection, $"{Collection}/deleted", $"{Collection}/settings-004"], cluster.Read.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(403, "Forbidden")]
    [InlineData(410, "Expired")]
    [InlineData(500, "InternalError")]
    public async Task Where_a_list_fails_objects_are_asked_for_by_name(int code, string reason)
    {
        await using var cluster = new FaultyCluster((_, request) =>
            IsList(request) ? Reply.Failure(code, reason) : null);
        var objects = await CreateAsync(cluster, 5);
        objects[2] = Restored.ConfigMap("shop", objects[2].Key.Name, "archived");

        Assert.Equal(objects[2].Key, Assert.Single(await CompareAsync(cluster, objects)).Key);
        Assert.Equal(5, cluster.Read.Count(path => path != Collection));
    }

    [Fact]
    public async Task A_list_that_breaks_off_leaves_the_rest_to_be_asked_for_by_name()
    {
        await using var cluster = new FaultyCluster((_, request) =>
            request.Path.Contains("continue=", StringComparison.Ordinal) ? Reply.Failure(410, "Expired") : null);
        var objects = await CreateAsync(cluster, 60);

        Assert.Empty(await CompareAsync(cluster, objects, LargeObjects));
        Assert.Equal(1 + 1 + (60 - 20), cluster.Read.Count);
    }

    [Fact]
    public async Task Pages_are_followed_to_the_end()
    {
        await using var cluster = new FaultyCluster((_, _) => null);
        var objects = await CreateAsync(cluster, 60);

        Assert.Empty(await CompareAsync(cluster, objects, LargeObjects));
        Assert.Equal(Enumerable.Repeat(Collection, 3), cluster.Read);
    }

    [Fact]
    public async Task A_namespace_with_far_more_objects_than_are_wanted_is_not_listed_to_its_end()
    {
        await using var cluster = new FaultyCluster((_, _) => null);
        var objects = await CreateAsync(cluster, 100);

        Assert.Empty(await CompareAsync(cluster, [objects[5], objects[98], objects[99]]));
        Assert.Equal([Collection, $"{Collection}/settings-098", $"{Collection}/settings-099"], cluster.Read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_object_that_comes_twice_is_compared_twice()
    {
        await using var cluster = new FaultyCluster((_, _) => null);
        var objects = await CreateAsync(cluster, 2);

        var differences = await CompareAsync(cluster, [objects[0], Restored.ConfigMap("shop", objects[0].Key.Name, "other")]);

        Assert.Equal(objects[0].Key, Assert.Single(differences).Key);
    }

    [Fact]
    public async Task One_object_is_asked_for_by_name()
    {
        await using var cluster = new FaultyCluster((_, _) => null);
        var objects = await CreateAsync(cluster, 5);

        Assert.Empty(await CompareAsync(cluster, [objects[3]]));
        Assert.Equal([$"{Collection}/settings-003"], cluster.Read);
    }

    [Fact]
    public async Task An_object_that_can_not_be_read_is_reported_with_the_reason()
    {
        await using var cluster = new FaultyCluster((_, request) =>
            request.Method == "GET" && request.Path.StartsWith(Collection, StringComparison.Ordinal)
                ? Reply.Failure(403, "Forbidden", "may not look")
                : null);
        var objects = await CreateAsync(cluster, 2);

        var differences = await CompareAsync(cluster, objects);

        Assert.Equal(2, differences.Count);
        Assert.All(differences, difference => Assert.Contains("may not look", difference.Fields[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_that_are_refused_end_the_comparison()
    {
        await using var cluster = new FaultyCluster((_, request) =>
            request.Method == "GET" ? Reply.Failure(401, "Unauthorized") : null);
        var objects = await CreateAsync(cluster, 3);

        var refused = await Assert.ThrowsAsync<KubernetesApiException>(() => CompareAsync(cluster, objects));

        Assert.True(refused.IsUnauthorized);
    }

    [Fact]
    public async Task Batches_hold_neighbours_of_one_resource_version_and_namespace_and_of_limited_length()
    {
        var old = Restored.ConfigMap("shop", "e", "value");
        RestoredObject[] objects =
        [
            Restored.ConfigMap("shop", "a", "value"),
            Restored.ConfigMap("shop", "b", "value"),
            Restored.ConfigMap("bank", "a", "value"),
            Restored.Object(Clusters.Kinds.ConfigMaps with { Plural = "secrets" }, "bank", "a", "{}"),
            Restored.ConfigMap("shop", "c", "value") with { ArchivedBytes = 200_000 },
            Restored.ConfigMap("shop", "d", "value") with { ArchivedBytes = 200_000 },
            old with { Resource = old.Resource with { Version = "v1beta1" } },
        ];

        var batches = await ComparisonBatch.CutAsync(objects.ToAsyncEnumerable(), default).ToArrayAsync();

        Assert.Equal(
            ["a b", "a", "a", "c", "d", "e"],
            batches.Select(batch => string.Join(' ', batch.Objects.Select(restored => restored.Key.Name))));
    }

    private static bool IsList(FaultRequest request) =>
        request.Method == "GET" && request.Path.StartsWith($"{Collection}?", StringComparison.Ordinal);

    private static async Task<List<RestoredObject>> CreateAsync(FaultyCluster cluster, int count)
    {
        var objects = Enumerable.Range(0, count)
            .Select(number => Restored.ConfigMap("shop", $"settings-{number:D3}", "value"))
            .ToList();
        var restorer = new ObjectRestorer(cluster.Client, Restored.Spec(), cluster.Time);
        foreach (var restored in objects)
        {
            Assert.Equal(RestoreOutcome.Created, (await restorer.RestoreAsync(restored, default)).Outcome);
        }

        return objects;
    }

    private static async Task<IReadOnlyCollection<ObjectDifference>> CompareAsync(
        FaultyCluster cluster, List<RestoredObject> objects, long bytes = 1)
    {
        var differences = new ConcurrentBag<ObjectDifference>();
        var batch = new ComparisonBatch(objects[0].Resource, objects[0].Key.Namespace, objects, bytes);
        await new ObjectComparer(cluster.Client).CompareAsync(batch, differences.Add, default);
        return differences;
    }

    private static Reply Without(Reply list, string name)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(list.Body)!;
        var items = json["items"]!.AsArray();
        items.RemoveAll(item => (string?)item!["metadata"]!["name"] == name);
        return Reply.Json(json.ToJsonString());
    }
}
