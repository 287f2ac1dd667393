namespace Workflows.Mover.Tests.Support;

/// <summary>A clock that stands still until it is moved.</summary>
public sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Alarm> alarms = [];
    private TimeSpan now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (gate)
            return now.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Moves the clock; what is due by then has happened when this returns.</summary>
    public void Advance(TimeSpan by)
    {
        Alarm[] due;
        lock (gate)
        {
            now += by;
            due = [.. alarms.Where(alarm => alarm.DueAt <= now)];
            alarms.RemoveAll(due.Contains);
        }

        foreach (var alarm in due)
            alarm.Ring();
    }

    private sealed class Alarm(ManualClock clock, Action ring) : ITimer
    {
        public TimeSpan DueAt { get; private set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.alarms.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                DueAt = clock.now + dueTime;
                clock.alarms.Add(this);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
