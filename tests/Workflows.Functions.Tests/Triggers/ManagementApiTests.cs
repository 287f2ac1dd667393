using System.IO.Pipelines;
using Workflows.Api;
using Workflows.Durable;
using Workflows.Functions.Http;
using Workflows.Orchestrations.Retention;

namespace Workflows.Functions.Tests.Triggers;

/// <summary>What answers is made once, for all calls; what each call brings along is its own.</summary>
public sealed class ManagementApiTests : IAsyncLifetime
{
    private FunctionApp app = null!;

    public async Task InitializeAsync() => app = await FunctionApp.StartAsync();

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task More_requests_at_once_than_are_answered_are_told_to_come_back()
    {
        var bodies = Enumerable.Range(0, new ApiLimits().Concurrency).Select(_ => new Pipe()).ToArray();
        var answers = bodies
            .Select(body => app.AskAsync(new HttpMessage("POST", "/v1/backups", body.Reader.AsStream(), "application/json")))
            .ToArray();

        var refused = await app.AskAsync(HttpMessage.Get("/v1/backups"));
        foreach (var body in bodies)
        {
            await body.Writer.CompleteAsync();
        }

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(400, answer.Status));
        Assert.Equal((429, "1"), (refused.Status, refused.Headers["Retry-After"]));
        Assert.Equal(200, (await app.AskAsync(HttpMessage.Get("/v1/backups"))).Status);
    }

    [Fact]
    public async Task Each_call_sees_the_hub_whose_client_it_was_handed()
    {
        await using var other = new InProcessHost();
        await other.StartAsync(app.Get<DurableRegistry>());
        await app.Hub.Client.StartAsync(RetentionNames.ApplyRetention.Name, "one", input: null);
        await other.Client.StartAsync(RetentionNames.ApplyRetention.Name, "two", input: null);

        var calls = Enumerable.Range(0, 10).Select(n => ListAsync(n % 2 == 0 ? app.Hub : other));

        Assert.Equal(Enumerable.Range(0, 10).Select(n => n % 2 == 0 ? "one" : "two"), await Task.WhenAll(calls));
    }

    private async Task<string> ListAsync(InProcessHost hub)
    {
        var api = app.Get<ManagementApi>();
        var answer = Answer.Of(await api.AnswerAsync(HttpMessage.Get("/v1/instances"), hub.HostClient, CancellationToken.None));
        return answer.Json.GetProperty("instances").EnumerateArray().Single().GetProperty("id").GetString()!;
    }
}
