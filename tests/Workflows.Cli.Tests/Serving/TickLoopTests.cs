using System.Threading.Channels;
using Workflows.Api.Ticks;
using Workflows.Cli.Serving;

namespace Workflows.Cli.Tests.Serving;

public sealed class TickLoopTests : IDisposable
{
    private readonly SteppedTime time = new();
    private readonly LogLines log = new();

    [Fact]
    public async Task Every_tick_comes_at_once_and_then_at_each_interval_with_the_time_that_it_is()
    {
        var tick = new Tick();
        await using var loop = Start(tick);

        await tick.Called(1);
        time.Step();
        await tick.Called(2);
        time.Step();
        await tick.Called(3);

        Assert.Equal(SteppedTime.Start, tick.Times[0]);
        Assert.Equal([SteppedTime.Interval, SteppedTime.Interval], tick.Times.Zip(tick.Times.Skip(1), (before, after) => after - before));
    }

    [Fact]
    public async Task One_that_fails_is_logged_and_keeps_nobody_from_the_next()
    {
        var broken = new Tick { OnTick = _ => throw new InvalidOperationException("It broke.") };
        var whole = new Tick();
        await using var loop = Start(broken, whole);

        await whole.Called(1);
        time.Step();
        await whole.Called(2);
        await broken.Called(2);

        Assert.Equal(2, log.All.Count(line => line.Contains("It broke.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Ended_in_the_middle_of_a_tick_it_lets_go_of_it()
    {
        var tick = new Tick { OnTick = token => Task.Delay(Timeout.Infinite, token) };
        var loop = Start(tick);
        await tick.Called(1);

        await loop.DisposeAsync();

        Assert.Single(tick.Times);
        Assert.Empty(log.All);
    }

    public void Dispose() => log.Dispose();

    private TickLoop Start(params ITick[] ticks) => new(ticks, SteppedTime.Interval, time, new ServiceLog(log, time));

    private sealed class Tick : ITick
    {
        private readonly Channel<DateTimeOffset> calls = Channel.CreateUnbounded<DateTimeOffset>();
        private int seen;

        public List<DateTimeOffset> Times { get; } = [];

        public Func<CancellationToken, Task> OnTick { get; init; } = _ => Task.CompletedTask;

        public Task TickAsync(DateTimeOffset now, CancellationToken cancellationToken)
        {
            Times.Add(now);
            calls.Writer.TryWrite(now);
            return OnTick(cancellationToken);
        }

        public async Task Called(int times)
        {
            for (; seen < times; seen++)
            {
                await calls.Reader.ReadAsync();
            }
        }
    }

    /// <summary>A clock with one timer, which fires at each step.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
        public static readonly DateTimeOffset Start = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

        private DateTimeOffset now = Start;
        private Action fire = () => { };

        public override DateTimeOffset GetUtcNow() => now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            fire = () => callback(state);
            return new Timer();
        }

        public void Step()
        {
            now += Interval;
            fire();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
