using Workflows.Api.Http;
using Workflows.Api.Tests.Harness;
using Workflows.Durable;

namespace Workflows.Api.Tests;

/// <summary><c>/v1/events</c>.</summary>
public sealed class EventTests : IAsyncLifetime
{
    private const string Ready = """{"specversion":"1.0","id":"1","source":"/clusters/green","type":"workflows.clusterReady","data":{"ready":true}}""";

    private readonly List<string> told = [];
    private ApiHarness api = null!;

    public async Task InitializeAsync()
    {
        api = await ApiHarness.StartAsync(change: services => services with
        {
            TellOfEvents = report => told.AddRange(report.Events.SelectMany(each => each.Rules).Select(rule => $"{rule.Rule} {rule.Outcome}")),
        });
        await DeclaredStore.ApplyAsync(api, DeclaredStore.Plans);
        await DeclaredStore.ApplyAsync(api, DeclaredStore.RuleFor("workflows.clusterReady"));
    }

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task An_event_starts_what_its_rule_says_and_once()
    {
        var first = await api.PostTextAsync("/v1/events", Ready, "application/cloudevents+json; charset=utf-8");
        var again = await api.PostTextAsync("/v1/events", $"[{Ready}]", "application/cloudevents-batch+json");

        var rule = first.Json.GetProperty("events")[0].GetProperty("rules")[0];
        Assert.Equal(("rule", "Started"), (rule.GetProperty("rule").GetString(), rule.GetProperty("outcome").GetString()));
        var run = await api.Instances.WaitForCompletionAsync(rule.GetProperty("instances")[0].GetString()!);
        Assert.Equal(OrchestrationStatus.Completed, run.Status);
        Assert.Equal("DoneBefore", again.Json.GetProperty("events")[0].GetProperty("rules")[0].GetProperty("outcome").GetString());
        Assert.Equal(["rule Started", "rule DoneBefore"], told);
        Assert.Single((await api.GetAsync("/v1/backups")).Json.GetProperty("backups").EnumerateArray());
    }

    [Fact]
    public async Task Its_attributes_may_be_headers()
    {
        var answer = await api.SendAsync(ApiHarness.WithBody(new ApiRequest("POST", "/v1/events"), "{}") with
        {
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["ce-specversion"] = "1.0", ["Ce-Id"] = "1", ["ce-source"] = "/cl%C3%BCsters", ["ce-type"] = "workflows.clusterReady",
            },
        });

        Assert.Equal("/clüsters", answer.Json.GetProperty("events")[0].GetProperty("source").GetString());
        Assert.Equal(["rule Started"], told);
    }

    [Fact]
    public async Task What_can_not_be_done_is_told_in_the_answer()
    {
        File.Delete(Path.Combine(api.StorePath, "catalog", "clusters", "blue.json"));

        var answer = await api.PostTextAsync("/v1/events", Ready);

        var rule = answer.Json.GetProperty("events")[0].GetProperty("rules")[0];
        Assert.Equal((200, "Refused"), (answer.Status, rule.GetProperty("outcome").GetString()));
        Assert.Contains("blue", rule.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "application/json", 400)]
    [InlineData("", "application/json", 400)]
    [InlineData(Ready, "text/plain", 415)]
    [InlineData(Ready, "application/xml/json", 415)]
    public async Task Garbage_is_refused(string body, string type, int status)
    {
        var answer = await api.PostTextAsync("/v1/events", body, type);

        Assert.Equal((status, "Usage"), (answer.Status, answer.Json.GetProperty("kind").GetString()));
        Assert.Empty(told);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused_and_one_that_is_longer_than_others_may_be_is_taken()
    {
        var padded = Ready.Replace("true", $"\"{new string('x', api.Limits.BodyBytes)}\"", StringComparison.Ordinal);

        Assert.Equal(200, (await api.PostTextAsync("/v1/events", padded)).Status);
        Assert.Equal(413, (await api.PostTextAsync("/v1/events", new string(' ', 1024 * 1024) + Ready)).Status);
    }

    [Fact]
    public async Task A_service_that_is_about_to_stop_takes_none()
    {
        await using var stopping = await ApiHarness.StartAsync(change: services => services with { FindObstacle = () => "It is about to stop." });

        Assert.Equal(503, (await stopping.PostTextAsync("/v1/events", Ready)).Status);
    }

    [Fact]
    public async Task Event_Grids_handshake_is_answered()
    {
        var answer = await api.PostTextAsync("/v1/events", """
            [{ "id": "1", "topic": "/subscriptions/s", "subject": "", "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent",
               "data": { "validationCode": "512d38b6", "validationUrl": "https://example.invalid/validate" } }]
            """);

        Assert.Equal((200, "512d38b6"), (answer.Status, answer.Json.GetProperty("validationResponse").GetString()));
    }

    [Fact]
    public async Task The_handshake_of_webhooks_is_answered_with_who_asked()
    {
        var asked = new ApiRequest("OPTIONS", "/v1/events") { Headers = Headers("eventgrid.azure.net") };

        var answer = await api.SendAsync(asked);
        var hostile = await api.SendAsync(asked with { Headers = Headers("a\r\nSet-Cookie: b") });
        var silent = await api.SendAsync(asked with { Headers = new Dictionary<string, string>(StringComparer.Ordinal) });

        Assert.Equal(("eventgrid.azure.net", "*"), (answer.Headers["WebHook-Allowed-Origin"], answer.Headers["WebHook-Allowed-Rate"]));
        Assert.Equal((200, 400, 400), (answer.Status, hostile.Status, silent.Status));

        static Dictionary<string, string> Headers(string origin) =>
            new(StringComparer.OrdinalIgnoreCase) { ["WebHook-Request-Origin"] = origin, ["WebHook-Request-Rate"] = "120" };
    }
}
