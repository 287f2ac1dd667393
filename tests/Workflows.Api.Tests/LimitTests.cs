using System.Text;
using Workflows.Api.Http;
using Workflows.Api.Tests.Harness;

namespace Workflows.Api.Tests;

public sealed class LimitTests
{
    private static readonly string Long = $"{{\"name\":\"{new string('a', 2000)}\"}}";

    [Fact]
    public async Task A_body_that_is_too_long_is_refused_whether_or_not_its_length_was_said()
    {
        await using var api = await ApiHarness.StartAsync(new ApiLimits { BodyBytes = 1024 });
        using var endless = new MemoryStream(Encoding.UTF8.GetBytes(Long));

        var said = await api.PostTextAsync("/v1/backups", Long);
        var unsaid = await api.SendAsync(new ApiRequest("POST", "/v1/backups") { Body = endless, ContentType = "application/json" });

        Assert.Equal((413, 413), (said.Status, unsaid.Status));
        Assert.True(endless.Position < endless.Length || endless.Length < 8192);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-yaml")]
    [InlineData("application/jsonp")]
    [InlineData("nonsense")]
    public async Task A_body_of_another_type_is_refused(string type)
    {
        await using var api = await ApiHarness.StartAsync();

        Assert.Equal(415, (await api.PostTextAsync("/v1/backups", "{}", type)).Status);
    }

    [Fact]
    public async Task A_type_with_a_charset_is_json_all_the_same()
    {
        await using var api = await ApiHarness.StartAsync();

        Assert.Equal(400, (await api.PostTextAsync("/v1/backups", "{}", "application/json; charset=utf-8")).Status);
    }

    [Fact]
    public async Task More_requests_than_are_answered_at_once_are_told_to_come_back_but_health_is_answered()
    {
        await using var api = await ApiHarness.StartAsync(new ApiLimits { Concurrency = 1 });
        var end = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        api.OnCheckCluster = _ =>
        {
            reached.SetResult();
            return end.Task;
        };

        var first = api.CreateBackupAsync("nightly");
        await reached.Task;
        var refused = await api.GetAsync("/v1/backups");
        var health = await api.GetAsync("/healthz");
        end.SetResult();

        Assert.Equal(202, (await first).Status);
        Assert.Equal((429, "1"), (refused.Status, refused.Headers["Retry-After"]));
        Assert.Equal(200, health.Status);
        Assert.Equal(200, (await api.GetAsync("/v1/backups")).Status);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_given_up_with_a_word_on_what_to_do()
    {
        await using var api = await ApiHarness.StartAsync(new ApiLimits { Time = TimeSpan.FromMilliseconds(20) });
        api.OnCheckCluster = cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken);

        var answer = await api.CreateBackupAsync("nightly");

        Assert.Equal(503, answer.Status);
        Assert.Contains("Ask again", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_takes_no_work_says_so_and_goes_on_telling_how_things_are()
    {
        var obstacle = (string?)null;
        await using var api = await ApiHarness.StartAsync(change: services => services with { FindObstacle = () => obstacle });
        var ready = await api.GetAsync("/readyz");
        obstacle = "About to stop.";

        Assert.Equal(200, ready.Status);
        Assert.Equal(503, (await api.GetAsync("/readyz")).Status);
        Assert.Equal(503, (await api.CreateBackupAsync("nightly")).Status);
        Assert.Equal(200, (await api.GetAsync("/healthz")).Status);
        Assert.Equal(200, (await api.GetAsync("/v1/backups")).Status);
    }

    [Fact]
    public async Task A_defect_is_told_without_what_it_is()
    {
        await using var api = await ApiHarness.StartAsync();
        api.OnCheckCluster = _ => throw new InvalidOperationException("planted-inner-state");

        var answer = await api.CreateBackupAsync("nightly");

        Assert.Equal(500, answer.Status);
        Assert.Equal("Defect", answer.Json.GetProperty("kind").GetString());
        Assert.DoesNotContain("planted-inner-state", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_or_a_method_that_there_is_not_is_told()
    {
        await using var api = await ApiHarness.StartAsync();

        var nowhere = await api.GetAsync("/v1/nothing");
        var wrong = await api.DeleteAsync("/v1/backups");

        Assert.Equal(404, nowhere.Status);
        Assert.Equal((405, "GET, POST"), (wrong.Status, wrong.Headers["Allow"]));
    }
}
