using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Durable.Conformance;

public abstract class EventConformance : DurableConformance
{
    [Fact]
    public async Task An_event_reaches_the_one_who_waits()
    {
        await Host.StartAsync(Collector());
        Assert.True(await Client.StartAsync("run", "it", 1));
        await UntilSaysAsync("waiting");

        await Client.RaiseEventAsync("it", "news", "first");

        Assert.Equal(["first"], Read<string[]>(Completed(await EndAsync()).Output));
    }

    [Fact]
    public async Task Events_that_come_early_are_kept_in_their_order()
    {
        await Host.StartAsync(Collector());
        Assert.True(await Client.StartAsync("run", "it", 3));
        await UntilSaysAsync("waiting");

        await Client.RaiseEventAsync("it", "news", "a");
        await Client.RaiseEventAsync("it", "other", "x");
        await Client.RaiseEventAsync("it", "news", "b");
        await Client.RaiseEventAsync("it", "news", "c");

        Assert.Equal(["a", "b", "c"], Read<string[]>(Completed(await EndAsync()).Output));
    }

    [Fact]
    public async Task Names_are_compared_without_regard_to_case()
    {
        await Host.StartAsync(Collector());
        Assert.True(await Client.StartAsync("run", "it", 1));

        await Client.RaiseEventAsync("it", "NEWS", "loud");

        Assert.Equal(["loud"], Read<string[]>(Completed(await EndAsync()).Output));
    }

    [Fact]
    public async Task A_raised_event_survives_a_restart()
    {
        await Host.StartAsync(Collector());
        Assert.True(await Client.StartAsync("run", "it", 2));
        await Client.RaiseEventAsync("it", "news", "before");

        await Host.RestartAsync(Collector());
        await Client.RaiseEventAsync("it", "news", "after");

        // What a host had in hand when it ended it may hand out again after what came later.
        Assert.Equal(["after", "before"], Read<string[]>(Completed(await EndAsync()).Output).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_event_for_nobody_is_an_error_and_one_for_the_ended_is_dropped()
    {
        await Host.StartAsync(Collector());
        Completed(await RunAsync("run", 0));

        await Client.RaiseEventAsync("it", "news", "late");
        var error = await Assert.ThrowsAsync<InstanceNotFoundException>(
            () => Client.RaiseEventAsync("nobody", "news", "lost"));

        Assert.Equal("nobody", error.InstanceId);
    }

    [Fact]
    public async Task Waiting_ends_with_a_timeout_when_nothing_comes()
    {
        await Host.StartAsync(Patient(TimeSpan.FromMilliseconds(300)));
        Assert.True(await Client.StartAsync("run", "it", null));

        var state = Completed(await EndAsTimePassesAsync("it", TimeSpan.FromMilliseconds(50)));

        Assert.Equal("timeout", Read<string>(state.Output));
    }

    [Fact]
    public async Task Waiting_with_a_timeout_takes_what_comes_in_time()
    {
        await Host.StartAsync(Patient(TimeSpan.FromHours(1)));
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting");

        await Client.RaiseEventAsync("it", "news", "in time");

        Assert.Equal("in time", Read<string>(Completed(await EndAsync()).Output));
    }

    [Fact]
    public async Task An_event_passes_by_a_wait_that_was_withdrawn()
    {
        await Host.StartAsync(new DurableRegistry()
            .Orchestrator<object?, string>("run", async (context, _) =>
            {
                using var cancellation = new CancellationTokenSource();
                var withdrawn = context.WaitForExternalEvent<string>("news", cancellation.Token);
                cancellation.Cancel();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
                context.SetCustomStatus("waiting");
                return await context.WaitForExternalEvent<string>("news", CancellationToken.None);
            }));
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting");

        await Client.RaiseEventAsync("it", "news", "for the second");

        Assert.Equal("for the second", Read<string>(Completed(await EndAsync()).Output));
    }

    [Fact]
    public async Task Who_waited_first_is_served_first()
    {
        await Host.StartAsync(new DurableRegistry()
            .Orchestrator<object?, string[]>("run", async (context, _) =>
            {
                var first = context.WaitForExternalEvent<string>("news");
                var second = context.WaitForExternalEvent<string>("news");
                context.SetCustomStatus("waiting");
                return [await first, await second];
            }));
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting");

        await Client.RaiseEventAsync("it", "news", "a");
        await Client.RaiseEventAsync("it", "news", "b");

        Assert.Equal(["a", "b"], Read<string[]>(Completed(await EndAsync()).Output));
    }

    private static DurableRegistry Collector() => new DurableRegistry()
        .Orchestrator<int, List<string>>("run", async (context, count) =>
        {
            context.SetCustomStatus("waiting");
            var seen = new List<string>();
            for (var i = 0; i < count; i++)
            {
                seen.Add(await context.WaitForExternalEvent<string>("news"));
            }

            return seen;
        });

    private static DurableRegistry Patient(TimeSpan patience) => new DurableRegistry()
        .Orchestrator<object?, string>("run", async (context, _) =>
        {
            context.SetCustomStatus("waiting");
            try
            {
                return await context.WaitForExternalEvent<string>("news", patience);
            }
            catch (TimeoutException)
            {
                return "timeout";
            }
        });
}
