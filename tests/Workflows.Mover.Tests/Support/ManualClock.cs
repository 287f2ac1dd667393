namespace Workflows.Mover.Tests.Support;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Alarm> alarms = [];
    private TimeSpan now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many wait for it to move.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return alarms.Count;
        }
    }

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

    /// <summary>Moves the clock; what is due by then has happened when this returns, each at its time.</summary>
    public void Advance(TimeSpan by)
    {
        var until = TimeSpan.FromTicks(GetTimestamp()) + by;
        while (NextUntil(until) is { } due)
            due.Ring();
    }

    private Alarm? NextUntil(TimeSpan until)
    {
        lock (gate)
        {
            var next = alarms.Where(alarm => alarm.DueAt <= until).MinBy(alarm => alarm.DueAt);
            now = next?.DueAt ?? until;
            next?.Rearm();
            return next;
        }
    }

    private sealed class Alarm(ManualClock clock, Action ring) : ITimer
    {
        private TimeSpan period;

        public TimeSpan DueAt { get; private set; }

        public void Ring() => ring();

        public void Rearm()
        {
            if (period == Timeout.InfiniteTimeSpan)
                clock.alarms.Remove(this);
            else
                DueAt += period;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.alarms.Remove(this);
                this.period = period;
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
