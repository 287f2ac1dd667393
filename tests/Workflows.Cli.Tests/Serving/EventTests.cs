using System.Net;
using System.Text;
using System.Text.Json;

namespace Workflows.Cli.Tests.Serving;

/// <summary>Events that come to a service, on real sockets.</summary>
public sealed class EventTests : IAsyncDisposable
{
    private readonly ServeHarness machine = new();

    [Fact]
    public async Task An_event_in_binary_mode_is_taken_with_the_token_alone_and_what_was_done_is_logged()
    {
        await ServedPlans.ApplyAsync(machine, """
            apiVersion: workflows/v1
            kind: EventRule
            metadata: { name: ready }
            spec: { match: { types: [workflows.clusterReady] }, startBackup: { plan: often } }
            """);
        var service = await machine.StartAsync();
        using var stranger = ServeHarness.Client(service, token: null);
        using var known = machine.Client(service);

        using var refused = await stranger.SendAsync(Event());
        using var taken = await known.SendAsync(Event());
        var told = await service.Log.WaitForAsync("event", service.End);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, taken.StatusCode));
        var rule = JsonDocument.Parse(await taken.Content.ReadAsStringAsync()).RootElement.GetProperty("events")[0].GetProperty("rules")[0];
        Assert.Equal("Started", rule.GetProperty("outcome").GetString());
        await ServeHarness.EndOfAsync(known, new Uri($"/v1/instances/{rule.GetProperty("instances")[0].GetString()}", UriKind.Relative));
        Assert.Equal(("ready", "Started", "1"), (
            told.GetProperty("rule").GetString(), told.GetProperty("outcome").GetString(), told.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Whoever_asks_whether_events_may_be_sent_is_answered()
    {
        var service = await machine.StartAsync();
        using var stranger = ServeHarness.Client(service, token: null);
        using var asked = new HttpRequestMessage(HttpMethod.Options, "/v1/events");
        asked.Headers.Add("WebHook-Request-Origin", "eventgrid.azure.net");

        using var answer = await stranger.SendAsync(asked);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("eventgrid.azure.net", Assert.Single(answer.Headers.GetValues("WebHook-Allowed-Origin")));
    }

    public ValueTask DisposeAsync() => machine.DisposeAsync();

    private static HttpRequestMessage Event()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        foreach (var (name, value) in new[] { ("specversion", "1.0"), ("id", "1"), ("source", "/green"), ("type", "workflows.clusterReady") })
        {
            request.Headers.Add($"ce-{name}", value);
        }

        return request;
    }
}
