namespace Workflows.Volumes.Tests.Support;

/// <summary>Timers that fire when a test says so.</summary>
internal sealed class ManualTimers : TimeProvider
{
    private readonly List<ManualTimer> timers = [];

    /// <summary>The periods of all timers that were not disposed.</summary>
    public IReadOnlyList<TimeSpan> Periods => [.. timers.Select(timer => timer.Period)];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state)) { Period = period };
        timers.Add(timer);
        return timer;
    }

    public void Fire()
    {
        foreach (var timer in timers.ToArray())
        {
            timer.Fire();
        }
    }

    private sealed class ManualTimer(ManualTimers owner, Action fire) : ITimer
    {
        public TimeSpan Period { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Period = period;
            return true;
        }

        public void Dispose() => owner.timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
