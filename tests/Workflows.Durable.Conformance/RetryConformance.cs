using Workflows.Core.Errors;
using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Durable.Conformance;

public abstract class RetryConformance : DurableConformance
{
    private int attempts;

    [Fact]
    public async Task A_failing_activity_is_tried_again_until_it_succeeds()
    {
        await StartAsync(failures: 2, new RetryOptions(5, TimeSpan.FromMilliseconds(10)));

        Assert.True(await Client.StartAsync("run", "it", null));
        var state = Completed(await EndAsTimePassesAsync("it", TimeSpan.FromMilliseconds(10)));

        Assert.Equal(3, Read<int>(state.Output));
    }

    [Fact]
    public async Task The_last_failure_is_the_one_that_is_thrown()
    {
        await StartAsync(failures: 99, new RetryOptions(3, TimeSpan.FromMilliseconds(10)));

        Assert.True(await Client.StartAsync("run", "it", null));
        var failure = Failed(await EndAsTimePassesAsync("it", TimeSpan.FromMilliseconds(10)));

        Assert.Equal("attempt 3", failure.Message);
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task What_cannot_be_retried_is_not()
    {
        await StartAsync(
            failures: 99,
            new RetryOptions(3, TimeSpan.FromMilliseconds(10)),
            () => new WorkflowsException(ErrorKind.Usage, "wrong"));

        Assert.Equal("wrong", Failed(await RunAsync("run")).Message);
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task Named_error_types_are_not_retried()
    {
        var options = new RetryOptions(3, TimeSpan.FromMilliseconds(10))
        {
            NotRetried = [typeof(NotSupportedException).FullName!],
        };
        await StartAsync(failures: 99, options, () => new NotSupportedException("never"));

        Assert.Equal("never", Failed(await RunAsync("run")).Message);
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task The_waits_grow_by_the_coefficient_up_to_the_ceiling()
    {
        var options = new RetryOptions(5, TimeSpan.FromMilliseconds(100))
        {
            Coefficient = 2,
            MaxInterval = TimeSpan.FromMilliseconds(300),
        };
        await Host.StartAsync(new DurableRegistry()
            .Activity<object?, int>("fail", _ => throw new IOException("no"))
            .Orchestrator<object?, DateTimeOffset[]>("run", async (context, _) =>
            {
                var times = new List<DateTimeOffset> { context.CurrentUtcDateTime };
                for (var n = 2; n <= 5; n++)
                {
                    await Assert.ThrowsAsync<TaskFailedException>(
                        () => context.CallActivityAsync<int>("fail", null, options with { MaxAttempts = n }));
                    times.Add(context.CurrentUtcDateTime);
                }

                return [.. times];
            }));
        Assert.True(await Client.StartAsync("run", "it", null));

        var times = Read<DateTimeOffset[]>(
            Completed(await EndAsTimePassesAsync("it", TimeSpan.FromMilliseconds(1))).Output);

        // 100; 100+200; 100+200+300; 100+200+300+300: never less, whatever the engine adds to it.
        double[] least = [100, 300, 600, 900];
        Assert.All(least.Zip(times.Zip(times.Skip(1), (a, b) => (b - a).TotalMilliseconds)), p =>
            Assert.True(p.Second >= p.First, $"{p.Second} ms is less than {p.First} ms"));
    }

    [Fact]
    public async Task A_failing_child_is_started_again_under_its_id()
    {
        await Host.StartAsync(new DurableRegistry()
            .Activity<object?, int>("count", _ => ++attempts)
            .Orchestrator<object?, int>("child", async (context, _) =>
            {
                var n = await context.CallActivityAsync<int>("count", null);
                return n < 3 ? throw new IOException($"run {n}") : n;
            })
            .Orchestrator<object?, int>("run", (context, _) => context.CallSubOrchestrationAsync<int>(
                "child", null, "the-child", new RetryOptions(4, TimeSpan.FromMilliseconds(10)))));
        Assert.True(await Client.StartAsync("run", "it", null));

        var state = Completed(await EndAsTimePassesAsync("it", TimeSpan.FromMilliseconds(10)));

        Assert.Equal(3, Read<int>(state.Output));
        var child = await Client.GetAsync("the-child");
        Assert.Equal(OrchestrationStatus.Completed, child!.Status);
    }

    private Task StartAsync(int failures, RetryOptions options, Func<Exception>? error = null) =>
        Host.StartAsync(new DurableRegistry()
            .Activity<object?, int>("try", _ => ++attempts <= failures
                ? throw error?.Invoke() ?? new IOException($"attempt {attempts}")
                : attempts)
            .Orchestrator<object?, int>("run", (context, _) => context.CallActivityAsync<int>("try", null, options)));
}
