using Workflows.Faults.Revisions;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Faults;

public sealed class ListsOfNowTests
{
    [Fact]
    public async Task Lists_are_asked_for_as_of_now_and_answered_as_of_the_revision_asked_for()
    {
        await using var proxied = ProxiedServer.Answering(
            """
            {"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"90","continue":"more"},
            "items":[{"metadata":{"name":"a","resourceVersion":"7"}}]}
            """);
        proxied.Proxy.Rewriting = new ListsOfNow();

        using var first = await ListAsync(
            proxied, new() { Limit = 1, ResourceVersion = "40", Match = ResourceVersionMatch.Exact, LabelSelector = "a=b" });
        using var next = await ListAsync(proxied, new() { Limit = 1, Continue = first.Continue });
        using var free = await ListAsync(proxied, new() { Limit = 1 });

        Assert.Equal(["40", "40", "90"], [first.ResourceVersion, next.ResourceVersion, free.ResourceVersion]);
        Assert.All(
            proxied.Server.Requests,
            request => Assert.DoesNotContain("resourceVersion", request.Path, StringComparison.Ordinal));
        Assert.Contains("labelSelector=a%3Db", proxied.Server.Requests.First().Path, StringComparison.Ordinal);
        foreach (var item in first.Items)
        {
            Assert.Contains("\"7\"", System.Text.Encoding.UTF8.GetString(item.ToObject().Json.Span), StringComparison.Ordinal);
        }
    }

    private static Task<ListPage> ListAsync(ProxiedServer proxied, ListQuery query) =>
        proxied.Client.ListPageAsync(TestClients.ConfigMaps, "ns", query, CancellationToken.None);
}
