using System.Text;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Watches;

public class WatchTests
{
    [Fact]
    public async Task Watch_goes_on_from_the_last_revision_after_ends_breaks_and_bookmarks()
    {
        await using var server = FaultServer.Script(
            Events(Event("ADDED", 11), Event("MODIFIED", 12)),
            Events(Event("BOOKMARK", 20), Event("DELETED", 21)[..20]),
            new Reply { Reset = true },
            Reply.Failure(503),
            Events(Event("DELETED", 21)),
            Events(Event("ADDED", 30)));
        using var client = TestClients.For(server.Url);

        var told = await TakeAsync(client, "10", 5);

        Assert.Equal(["Added 11", "Modified 12", "Bookmark 20", "Deleted 21", "Added 30"], told);
        Assert.Equal(
            ["10", "12", "20", "20", "20", "21"],
            server.Requests.Select(request => Query(request.Path, "resourceVersion")));
        Assert.All(server.Requests, request => Assert.Equal("true", Query(request.Path, "allowWatchBookmarks")));
    }

    [Fact]
    public async Task Expiry_is_thrown_whether_it_comes_as_an_answer_or_as_an_event()
    {
        await using var server = FaultServer.Script(
            Reply.Failure(410, "Expired"),
            Events("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"}}"""));
        using var client = TestClients.For(server.Url);

        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<KubernetesApiException>(() => TakeAsync(client, "1", 1));
            Assert.True(error.IsExpired);
            Assert.Equal(410, error.HttpStatus);
        }
    }

    [Fact]
    public async Task Server_that_only_ever_breaks_is_given_up()
    {
        await using var server = FaultServer.Script(Events("{\"type\":\"ADD"));
        using var client = TestClients.For(server.Url);

        await Assert.ThrowsAsync<MalformedResponseException>(() => TakeAsync(client, "1", 1));

        Assert.Equal(8, server.Requests.Count);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""{"type":"ADDED"}""")]
    [InlineData("""{"type":"STRANGE","object":{}}""")]
    [InlineData("""{"type":"ADDED","object":[]}""")]
    [InlineData("""{"type":"ADDED","object":{},"object":{}}""")]
    public async Task What_is_no_event_is_named(string line)
    {
        await using var server = FaultServer.Script(Events(line));
        using var client = TestClients.For(server.Url);

        await Assert.ThrowsAsync<MalformedResponseException>(() => TakeAsync(client, "1", 1));
    }

    [Fact]
    public async Task Event_over_the_limit_is_named()
    {
        await using var server = FaultServer.Script(Events(new string('x', 300_000)));
        using var client = TestClients.For(server.Url, TestClients.Options() with { MaxBodyBytes = 100_000 });

        await Assert.ThrowsAsync<MalformedResponseException>(() => TakeAsync(client, "1", 1));
    }

    [Fact]
    public async Task Long_events_and_many_short_ones_come_whole()
    {
        var names = Enumerable.Range(0, 500).Select(i => new string('n', i * 37 % 5000)).ToArray();
        await using var server = FaultServer.Script(Events([.. names.Select(
            (name, i) => $$$"""{"object":{"a":"{{{name}}}","metadata":{"resourceVersion":"{{{i}}}"} },"type":"ADDED"}""")]));
        using var client = TestClients.For(server.Url);

        var i = 0;
        await foreach (var change in client.WatchAsync(
            TestClients.ConfigMaps, null, new WatchQuery { ResourceVersion = "0" }, CancellationToken.None))
        {
            Assert.StartsWith($"{{\"a\":\"{names[i]}\",", Encoding.UTF8.GetString(change.Object.Json.Span), StringComparison.Ordinal);
            if (++i == names.Length)
                break;
        }
    }

    private static string Event(string type, int revision) =>
        $$$"""{"type":"{{{type}}}","object":{"kind":"ConfigMap","metadata":{"name":"a","resourceVersion":"{{{revision}}}"} } }""";

    private static Reply Events(params string[] lines) =>
        new() { Body = Encoding.UTF8.GetBytes(string.Join('\n', lines) + (lines[^1].EndsWith('}') ? "\n" : "")), UntilClose = true };

    private static async Task<List<string>> TakeAsync(ClusterClient client, string from, int count)
    {
        var told = new List<string>();
        await foreach (var change in client.WatchAsync(
            TestClients.ConfigMaps, "ns", new WatchQuery { ResourceVersion = from }, CancellationToken.None))
        {
            told.Add($"{change.Type} {change.ResourceVersion}");
            if (told.Count == count)
                break;
        }

        return told;
    }

    private static string? Query(string path, string name) =>
        path[(path.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&')
            .Select(pair => pair.Split('=', 2))
            .FirstOrDefault(pair => pair[0] == name)?[1];
}
