using Workflows.Api.Tests.Harness;

namespace Workflows.Api.Tests;

public sealed class InstanceTests : IAsyncLifetime
{
    private ApiHarness api = null!;

    public async Task InitializeAsync() => api = await ApiHarness.StartAsync();

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task An_instance_is_held_and_goes_on()
    {
        var end = new TaskCompletionSource();
        var reached = api.HoldCapturesAsync(end.Task);
        var accepted = await api.CreateBackupAsync("nightly");
        var path = accepted.Headers["Location"];
        await reached;

        var suspended = await api.PostAsync(path + "/suspend");
        var status = (await api.GetAsync(path)).Json.GetProperty("status").GetString();
        var resumed = await api.PostAsync(path + "/resume", new { reason = "lunch is over" });
        end.SetResult();
        var ended = await api.EndOfAsync(accepted);

        Assert.Equal((202, path), (suspended.Status, suspended.Headers["Location"]));
        Assert.Equal("Suspended", status);
        Assert.Equal(202, resumed.Status);
        Assert.Equal(Durable.OrchestrationStatus.Completed, ended.Status);
    }

    [Fact]
    public async Task A_terminated_instance_says_why()
    {
        var reached = api.HoldCapturesAsync(new TaskCompletionSource().Task);
        var accepted = await api.CreateBackupAsync("nightly");
        await reached;

        await api.PostAsync(accepted.Headers["Location"] + "/terminate", new { reason = "wrong cluster" });
        await api.EndOfAsync(accepted);
        var answer = await api.GetAsync(accepted.Headers["Location"]);

        Assert.Equal("Terminated", answer.Json.GetProperty("status").GetString());
        Assert.Contains("wrong cluster", answer.Json.GetProperty("failure").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/suspend")]
    [InlineData("/resume")]
    [InlineData("/terminate")]
    [InlineData("/events/ready")]
    public async Task What_has_ended_can_t_be_changed_any_more(string verb)
    {
        var accepted = await api.CreateBackupAsync("nightly");
        await api.EndOfAsync(accepted);

        var ended = await api.PostAsync(accepted.Headers["Location"] + verb);
        var unknown = await api.PostAsync("/v1/instances/backup-none-00000000" + verb);

        Assert.Equal((409, 404), (ended.Status, unknown.Status));
    }

    [Fact]
    public async Task An_event_is_taken_with_any_json_and_without()
    {
        var reached = api.HoldCapturesAsync(new TaskCompletionSource().Task);
        var accepted = await api.CreateBackupAsync("nightly");
        await reached;
        var path = accepted.Headers["Location"] + "/events/ready";

        Assert.Equal(202, (await api.PostTextAsync(path, "[1,2]")).Status);
        Assert.Equal(202, (await api.PostAsync(path)).Status);
        Assert.Equal(400, (await api.PostTextAsync(path, "[1,")).Status);
        Assert.Equal(415, (await api.PostTextAsync(path, "a=b", "application/x-www-form-urlencoded")).Status);
    }

    [Fact]
    public async Task Sub_orchestrations_are_their_parents_own()
    {
        var reached = api.HoldCapturesAsync(new TaskCompletionSource().Task);
        var accepted = await api.CreateBackupAsync("nightly");
        await reached;
        var children = new List<string>();
        await foreach (var state in api.Instances.QueryAsync(new() { IncludeChildren = true }))
        {
            if (state.ParentInstanceId is not null)
            {
                children.Add(state.InstanceId);
            }
        }

        Assert.NotEmpty(children);
        foreach (var child in children)
        {
            Assert.Equal(404, (await api.GetAsync($"/v1/instances/{child}")).Status);
            Assert.Equal(404, (await api.PostAsync($"/v1/instances/{child}/terminate")).Status);
        }

        Assert.Single((await api.GetAsync("/v1/instances")).Json.GetProperty("instances").EnumerateArray());
        Assert.Equal("Running", (await api.GetAsync(accepted.Headers["Location"])).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Instances_are_listed_by_pages_and_by_status()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            await api.EndOfAsync(await api.CreateBackupAsync(name));
        }

        var names = new List<string>();
        for (var next = ""; next is not null;)
        {
            var page = (await api.GetAsync($"/v1/instances?limit=1&after={next}")).Json;
            names.Add(Assert.Single(page.GetProperty("instances").EnumerateArray()).GetProperty("name").GetString()!);
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        Assert.Equal(["a", "b", "c"], names);
        Assert.Equal(3, (await api.GetAsync("/v1/instances?status=Completed")).Json.GetProperty("instances").GetArrayLength());
        Assert.Equal(0, (await api.GetAsync("/v1/instances?status=Failed")).Json.GetProperty("instances").GetArrayLength());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("status=Sleeping", "status")]
    [InlineData("status=0", "status")]
    [InlineData("color=red", "color")]
    public async Task A_query_that_makes_no_sense_is_refused_by_its_parameter(string query, string parameter)
    {
        var answer = await api.GetAsync($"/v1/instances?{query}");

        Assert.Equal(400, answer.Status);
        Assert.Equal([parameter], answer.Fields);
    }
}
