using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Durable.Conformance;

public abstract class ClientConformance : DurableConformance
{
    [Fact]
    public async Task An_id_starts_one_instance_however_often_it_is_started()
    {
        var runs = 0;
        await Host.StartAsync(Registry().Activity<object?, int>("count", _ => Interlocked.Increment(ref runs)));

        var started = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Client.StartAsync("counted", "it", null)));
        Completed(await EndAsync());

        Assert.Single(started, s => s);
        Assert.False(await Client.StartAsync("counted", "it", null));
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_completed_instance_is_not_started_again_after_a_restart()
    {
        await Host.StartAsync(Registry());
        Completed(await RunAsync("echo", "once"));

        await Host.RestartAsync(Registry());

        Assert.False(await Client.StartAsync("echo", "it", "twice"));
        Assert.Equal("once", Read<string>((await EndAsync()).Output));
    }

    [Fact]
    public async Task What_does_not_exist_is_null_and_cannot_be_waited_for()
    {
        await Host.StartAsync(Registry());

        Assert.Null(await Client.GetAsync("nobody"));
        await Assert.ThrowsAsync<InstanceNotFoundException>(() => Client.WaitForCompletionAsync("nobody"));
    }

    [Fact]
    public async Task Waiting_can_be_given_up_without_harm()
    {
        await Host.StartAsync(Registry());
        Assert.True(await Client.StartAsync("wait", "it", null));
        using var cancellation = new CancellationTokenSource();
        var waiting = Client.WaitForCompletionAsync("it", onChange: null, cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await Client.RaiseEventAsync("it", "go", null, CancellationToken.None);
        Completed(await EndAsync());
    }

    [Fact]
    public async Task A_query_gives_what_matches_in_the_order_of_ids()
    {
        await Host.StartAsync(Registry());
        foreach (var id in new[] { "b-2", "a-1", "b-1" })
        {
            Completed(await RunAsync("echo", id, id));
        }

        Assert.True(await Client.StartAsync("wait", "b-3", null));
        await UntilSaysAsync("waiting", "b-3");
        Completed(await RunAsync("parent", null, "p"));

        Assert.Equal(["a-1", "b-1", "b-2", "b-3", "p"], await IdsAsync(new OrchestrationQuery()));
        Assert.Equal(["b-1", "b-2", "b-3"], await IdsAsync(new OrchestrationQuery { InstanceIdPrefix = "b-" }));
        Assert.Equal(["a-1", "b-1", "b-2"], await IdsAsync(new OrchestrationQuery { Orchestrator = "echo" }));
        Assert.Equal(["b-3"], await IdsAsync(new OrchestrationQuery { Statuses = [OrchestrationStatus.Running] }));
        Assert.Contains("the-child", await IdsAsync(new OrchestrationQuery { IncludeChildren = true }));
    }

    [Fact]
    public async Task A_query_gives_the_same_after_a_restart()
    {
        await Host.StartAsync(Registry());
        Completed(await RunAsync("echo", "x"));

        await Host.RestartAsync(Registry());
        var state = Assert.Single(await QueryAsync(new OrchestrationQuery()));

        Assert.Equal(("it", "echo", 1), (state.InstanceId, state.Orchestrator, state.Version));
        Assert.Equal("x", Read<string>(state.Input));
        Assert.Equal("x", Read<string>(state.Output));
        Assert.True(state.LastUpdatedAt >= state.CreatedAt);
    }

    [Fact]
    public async Task A_purged_instance_is_forgotten_with_its_children()
    {
        await Host.StartAsync(Registry());
        Completed(await RunAsync("parent"));

        Assert.True(await Client.PurgeAsync("it"));

        Assert.Null(await Client.GetAsync("it"));
        Assert.Null(await Client.GetAsync("the-child"));
        Assert.False(await Client.PurgeAsync("it"));
        Completed(await RunAsync("parent"));
    }

    [Fact]
    public async Task What_runs_is_not_purged()
    {
        await Host.StartAsync(Registry());
        Assert.True(await Client.StartAsync("wait", "it", null));

        Assert.False(await Client.PurgeAsync("it"));

        Assert.NotNull(await Client.GetAsync("it"));
    }

    [Fact]
    public async Task The_custom_status_is_shown_and_kept()
    {
        await Host.StartAsync(Registry());
        Assert.True(await Client.StartAsync("wait", "it", null));
        await UntilSaysAsync("waiting");

        await Host.RestartAsync(Registry());
        await UntilSaysAsync("waiting");
        await Client.RaiseEventAsync("it", "go", null);

        Assert.Equal("went", Read<string>(Completed(await EndAsync()).CustomStatus));
    }

    [Theory]
    [InlineData("with space and ü/:*?\"<>|%.")]
    [InlineData("..")]
    [InlineData("UPPER")]
    public async Task Ids_may_hold_any_printable_character(string id)
    {
        await Host.StartAsync(Registry());
        Completed(await RunAsync("echo", id, id));
        Completed(await RunAsync("echo", "lower", id.ToLowerInvariant() + "-"));

        await Host.RestartAsync(Registry());

        Assert.Equal(id, Read<string>((await Client.GetAsync(id))!.Output));
    }

    private async Task<IEnumerable<string>> IdsAsync(OrchestrationQuery query) =>
        (await QueryAsync(query)).Select(s => s.InstanceId);

    private static DurableRegistry Registry() => new DurableRegistry()
        .Orchestrator<string, string>("echo", (_, text) => Task.FromResult(text))
        .Orchestrator<object?, int>("counted", (context, _) => context.CallActivityAsync<int>("count", null))
        .Orchestrator<object?, string>("child", (_, _) => Task.FromResult("done"))
        .Orchestrator<object?, string>("parent", (context, _) =>
            context.CallSubOrchestrationAsync<string>("child", null, "the-child"))
        .Orchestrator<object?, string>("wait", async (context, _) =>
        {
            context.SetCustomStatus("waiting");
            await context.WaitForExternalEvent<object?>("go");
            context.SetCustomStatus("went");
            return "done";
        });
}
