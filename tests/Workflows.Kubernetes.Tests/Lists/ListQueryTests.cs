using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Lists;

public class ListQueryTests
{
    private const string Empty = """{"items":[],"metadata":{"resourceVersion":"1"}}""";

    [Fact]
    public async Task First_page_carries_the_revision_and_later_ones_do_not()
    {
        await using var server = FaultServer.Script(Reply.Json(Empty));
        using var client = TestClients.For(server.Url);
        var query = new ListQuery
        {
            Limit = 5, ResourceVersion = "77", Match = ResourceVersionMatch.Exact, LabelSelector = "a in (b,c)", FieldSelector = "d!=e",
        };

        using var first = await client.ListPageAsync(TestClients.Deployments, null, query, CancellationToken.None);
        using var second = await client.ListPageAsync(
            TestClients.Deployments, "ns", query with { Continue = "t+/=" }, CancellationToken.None);

        Assert.Equal(
            [
                "/apis/apps/v1/deployments?limit=5&resourceVersion=77&resourceVersionMatch=Exact&labelSelector=a%20in%20%28b%2Cc%29&fieldSelector=d%21%3De",
                "/apis/apps/v1/namespaces/ns/deployments?limit=5&continue=t%2B%2F%3D&labelSelector=a%20in%20%28b%2Cc%29&fieldSelector=d%21%3De",
            ],
            server.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Inconsistent_continue_token_of_an_expired_list_is_not_followed()
    {
        await using var server = FaultServer.Script(Reply.Json(
            """{"kind":"Status","status":"Failure","reason":"Expired","code":410,"message":"too old","metadata":{"continue":"inconsistent"}}""",
            410));
        using var client = TestClients.For(server.Url);

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.ListPageAsync(
            TestClients.ConfigMaps, null, new ListQuery { Continue = "c" }, CancellationToken.None));

        Assert.True(error.IsExpired);
        Assert.Single(server.Requests);
        Assert.DoesNotContain("inconsistent", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_cut_short_without_a_length_is_asked_for_again()
    {
        var whole = Reply.Json("""{"metadata":{"resourceVersion":"1"},"items":[{"a":1},{"b":2}]}""");
        await using var server = FaultServer.Script(
            whole with { CutAfter = 50, UntilClose = true }, whole with { CutAfter = 50 }, whole);
        using var client = TestClients.For(server.Url);

        using var page = await client.ListPageAsync(
            TestClients.ConfigMaps, null, new ListQuery(), CancellationToken.None);

        Assert.Equal(2, page.Count);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Answer_that_is_no_list_is_not_asked_for_again()
    {
        await using var server = FaultServer.Script(Reply.Json("""{"kind":"Table","rows":[]}"""));
        using var client = TestClients.For(server.Url);

        var error = await Assert.ThrowsAsync<MalformedResponseException>(
            () => client.ListPageAsync(TestClients.ConfigMaps, null, new ListQuery(), CancellationToken.None));

        Assert.Equal("The answer to list configmaps can't be used: it has no items: it is not a list.", error.Message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Overload_lowers_the_clients_concurrency()
    {
        await using var server = FaultServer.Script(Reply.Failure(429), Reply.Json(Empty));
        using var client = TestClients.For(server.Url);
        Assert.Equal(8, client.CurrentConcurrency);

        using var page = await client.ListPageAsync(
            TestClients.ConfigMaps, null, new ListQuery(), CancellationToken.None);

        Assert.Equal(4, client.CurrentConcurrency);
    }
}
