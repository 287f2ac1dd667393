using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Api;
using Workflows.Api.Http;

namespace Workflows.Functions.Tests.Triggers;

public sealed class ManagementFunctionsTests : IAsyncLifetime
{
    private const string Json = "application/json";

    private FunctionApp app = null!;

    public static TheoryData<string, string, string?, string?> Requests => new()
    {
        { "GET", "/v1/backups", null, null },
        { "GET", "/v1/restores", null, null },
        { "GET", "/v1/instances?status=Failed&limit=5", null, null },
        { "GET", "/v1/backups/none", null, null },
        { "GET", "/v1/instances/no%2Fsuch%20one", null, null },
        { "GET", "/v1/backups?color=red", null, null },
        { "GET", "/v1/nothing/here", null, null },
        { "PUT", "/v1/backups", "{}", Json },
        { "POST", "/v1/backups", null, null },
        { "POST", "/v1/backups", "name: yaml", "application/yaml" },
        { "POST", "/v1/backups", "{ \"name\": \"UPPER\", \"color\": 1 }", Json },
        { "POST", "/v1/backups", "{ \"name\": \"nowhere\", \"includeSecrets\": false }", Json },
        { "DELETE", "/v1/backups/none", null, null },
        { "POST", "/v1/instances/none/terminate", null, null },
        { "POST", "/v1/events", "{ \"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/blue\", \"type\": \"some.thing\" }", "application/cloudevents+json" },
        { "POST", "/v1/events", "{ \"kind\": \"no event\" }", Json },
    };

    public async Task InitializeAsync() => app = await FunctionApp.StartAsync();

    public async Task DisposeAsync() => await app.DisposeAsync();

    /// <summary>The expected comes from the routes as <c>workflows serve</c> hangs them up, over the same instances and store.</summary>
    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Requests_are_answered_as_a_service_answers_them(string method, string target, string? body, string? type)
    {
        var expected = await ServedAsync(method, target, body, type);

        var answer = await app.AskAsync(new HttpMessage(method, target, body, type));

        Assert.Equal(expected.Status, answer.Status);
        Assert.Equal(Encoding.UTF8.GetString(expected.Body.Span), answer.Text);
        Assert.Equal(expected.ContentType, answer.Headers["Content-Type"]);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.All(expected.Headers, header => Assert.Equal(header.Value, answer.Headers[header.Key]));
    }

    [Fact]
    public async Task Health_is_told_to_anybody()
    {
        Assert.Equal("ok", (await app.AskAsync(HttpMessage.Get("/healthz"))).Json.GetProperty("status").GetString());
        Assert.Equal("ready", (await app.AskAsync(HttpMessage.Get("/readyz"))).Json.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("/v1/backups")]
    [InlineData("/openapi/v1.json")]
    public async Task What_anybody_may_call_answers_nothing_else_even_where_it_is_asked(string target)
    {
        var answer = await app.AskAsync(functions =>
            functions.Health(HttpMessage.Get(target), app.Hub.HostClient, CancellationToken.None));

        Assert.Equal(401, answer.Status);
        Assert.Equal("Denied", answer.Json.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task The_description_tells_of_function_keys_and_of_every_route()
    {
        var document = (await app.AskAsync(HttpMessage.Get("/openapi/v1.json"))).Json;

        var scheme = document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Single();
        Assert.Equal("x-functions-key", scheme.Value.GetProperty("name").GetString());
        Assert.Equal(scheme.Name, document.GetProperty("security").EnumerateArray().Single().EnumerateObject().Single().Name);
        Assert.True(document.GetProperty("paths").TryGetProperty("/v1/backups/{name}/description", out _));
    }

    [Fact]
    public async Task A_key_in_the_query_is_the_hosts_business_and_gets_no_further()
    {
        var answer = await app.AskAsync(HttpMessage.Get("/v1/backups?code=the-key-of-somebody&clientId=default"));

        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain(app.Log.All, line => line.Contains("the-key-of-somebody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_CloudEvent_may_have_its_attributes_in_headers()
    {
        var message = new HttpMessage("POST", "/v1/events", "{}", Json);
        foreach (var (name, value) in new[] { ("specversion", "1.0"), ("id", "17"), ("source", "/green"), ("type", "workflows.clusterReady") })
        {
            message.Headers.Add($"ce-{name}", value);
        }

        var answer = await app.AskAsync(message);

        Assert.Equal(200, answer.Status);
        Assert.Equal("17", answer.Json.GetProperty("events")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task HEAD_is_GET_without_the_body()
    {
        var answer = await app.AskAsync(new HttpMessage("HEAD", "/v1/backups"));

        Assert.Equal((200, ""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        var body = JsonSerializer.Serialize(new { name = new string('a', new ApiLimits().BodyBytes) });

        Assert.Equal(413, (await app.AskAsync(new HttpMessage("POST", "/v1/backups", body, Json))).Status);
    }

    [Fact]
    public async Task Requests_are_logged_by_their_operation_and_by_nothing_that_they_name()
    {
        await app.AskAsync(HttpMessage.Post("/v1/backups", new { name = "quite-private", includeSecrets = false }));
        await app.AskAsync(HttpMessage.Get("/v1/backups/quite-private"));

        Assert.Contains(app.Log.All, line => line.Contains("createBackup", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.All, line => line.Contains("quite-private", StringComparison.Ordinal));
    }

    private async Task<ApiResponse> ServedAsync(string method, string target, string? body, string? type)
    {
        var services = new ApiServices
        {
            Instances = app.Hub.Client,
            Store = app.StorePath,
            Host = "served",
            LocateCluster = context => Kubernetes.ClusterConnection.Locate(
                Path.Combine(Path.GetDirectoryName(app.StorePath)!, "no-kubeconfig"), context),
            CheckCluster = (_, _) => throw new InvalidOperationException("There is no cluster to ask."),
            RemoveSnapshots = (_, _, _) => throw new InvalidOperationException("There are no snapshots."),
        };
        var limits = new ApiLimits();
        var api = new ApiDispatcher(ApiRoutes.Create(services, limits), limits, TimeProvider.System, NullLogger.Instance);
        var bytes = body is null ? null : Encoding.UTF8.GetBytes(body);
        var (path, query) = target.Split('?') is [var before, var after] ? (before, after) : (target, "");
        var request = new ApiRequest(method, path.Replace("%20", " ", StringComparison.Ordinal))
        {
            Query = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('='))
                .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal),
            ContentType = type,
            ContentLength = bytes?.Length,
            Body = bytes is null ? Stream.Null : new MemoryStream(bytes),
        };
        return await api.AnswerAsync(api.Find(method, request.Path), request, CancellationToken.None);
    }
}
