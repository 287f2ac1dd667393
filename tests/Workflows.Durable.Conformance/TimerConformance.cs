using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Durable.Conformance;

public abstract class TimerConformance : DurableConformance
{
    [Fact]
    public async Task A_timer_fires_at_its_moment_and_not_before()
    {
        await Host.StartAsync(Sleeper(TimeSpan.FromMilliseconds(500)));
        Assert.True(await Client.StartAsync("run", "it", null));

        var state = Completed(await EndAsTimePassesAsync("it", TimeSpan.FromMilliseconds(50)));

        var times = Read<DateTimeOffset[]>(state.Output);
        Assert.True(times[1] - times[0] >= TimeSpan.FromMilliseconds(500), $"{times[1] - times[0]} is too early");
    }

    [Fact]
    public async Task A_moment_in_the_past_completes_at_once()
    {
        await Host.StartAsync(Sleeper(TimeSpan.FromHours(-1)));

        Completed(await RunAsync("run"));
    }

    [Fact]
    public async Task A_timer_goes_on_through_a_restart()
    {
        await Host.StartAsync(Sleeper(TimeSpan.FromMilliseconds(300)));
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("asleep");

        await Host.RestartAsync(Sleeper(TimeSpan.FromMilliseconds(300)));
        var state = Completed(await EndAsTimePassesAsync("it", TimeSpan.FromMilliseconds(50)));

        var times = Read<DateTimeOffset[]>(state.Output);
        Assert.True(times[1] - times[0] >= TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task A_timer_can_be_withdrawn()
    {
        await Host.StartAsync(new DurableRegistry()
            .Orchestrator<object?, string>("run", async (context, _) =>
            {
                using var cancellation = new CancellationTokenSource();
                var timer = context.CreateTimer(context.CurrentUtcDateTime + TimeSpan.FromHours(24), cancellation.Token);
                cancellation.Cancel();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => timer);
                return "awake";
            }));

        Assert.Equal("awake", Read<string>(Completed(await RunAsync("run")).Output));
    }

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_moments()
    {
        await Host.StartAsync(new DurableRegistry()
            .Orchestrator<object?, List<int>>("run", async (context, _) =>
            {
                var woken = new List<int>();
                var start = context.CurrentUtcDateTime;
                async Task SleepAsync(int n)
                {
                    await context.CreateTimer(start + TimeSpan.FromMilliseconds(100 * n), CancellationToken.None);
                    woken.Add(n);
                }

                await Task.WhenAll(SleepAsync(3), SleepAsync(1), SleepAsync(2));
                return woken;
            }));
        Assert.True(await Client.StartAsync("run", "it", null));

        var state = Completed(await EndAsTimePassesAsync("it", TimeSpan.FromMilliseconds(50)));

        Assert.Equal([1, 2, 3], Read<int[]>(state.Output));
    }

    [Fact]
    public async Task A_timer_may_be_months_away()
    {
        if (!Host.HasVirtualTime)
        {
            return;
        }

        await Host.StartAsync(Sleeper(TimeSpan.FromDays(200)));
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("asleep");

        await Host.PassTimeAsync(TimeSpan.FromDays(199));
        Assert.Equal(OrchestrationStatus.Running, (await Client.GetAsync("it"))!.Status);
        await Host.PassTimeAsync(TimeSpan.FromDays(2));

        Completed(await EndAsync());
    }

    private static DurableRegistry Sleeper(TimeSpan time) => new DurableRegistry()
        .Orchestrator<object?, DateTimeOffset[]>("run", async (context, _) =>
        {
            var before = context.CurrentUtcDateTime;
            context.SetCustomStatus("asleep");
            await context.CreateTimer(before + time, CancellationToken.None);
            return [before, context.CurrentUtcDateTime];
        });
}
