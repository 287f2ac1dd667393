using Workflows.Engine.History;

namespace Workflows.Engine.Running;

/// <summary>The timers of all instances, in the order they are due.</summary>
internal sealed class TimerQueue : IDisposable
{
    /// <summary>
    /// The clock on the wall may be set, and a machine may sleep, while a timer counts its own time: so it is looked at
    /// this often at least.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly ITimer timer;
    private readonly SortedSet<Entry> due = new(Comparer<Entry>.Create(Compare));
    private readonly Dictionary<(Guid ExecutionId, int TaskId), Entry> byTask = [];
    private long sequence;
    private bool stopped;

    public TimerQueue(TimeProvider time)
    {
        this.time = time;
        timer = time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Arm(Instance instance, Guid executionId, TimerCreated step)
    {
        lock (gate)
        {
            var entry = new Entry(step.FireAt, sequence++, instance, executionId, step.TaskId);
            if (entry.FireAt > time.GetUtcNow())
            {
                Add(entry);
                return;
            }
        }

        instance.Post(new InboxMessage(new TimerFired(step.TaskId), executionId));
    }

    public void Disarm(Guid executionId, int taskId)
    {
        lock (gate)
        {
            if (byTask.Remove((executionId, taskId), out var entry))
            {
                due.Remove(entry);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            due.Clear();
            byTask.Clear();
        }

        timer.Dispose();
    }

    private static int Compare(Entry a, Entry b)
    {
        var order = a.FireAt.CompareTo(b.FireAt);
        return order != 0 ? order : a.Sequence.CompareTo(b.Sequence);
    }

    private void Add(Entry entry)
    {
        if (!stopped && byTask.TryAdd((entry.ExecutionId, entry.TaskId), entry))
        {
            due.Add(entry);
            if (due.Min == entry)
            {
                Schedule();
            }
        }
    }

    private void Fire()
    {
        List<Entry> fired = [];
        lock (gate)
        {
            var now = time.GetUtcNow();
            while (due.Min is { } first && first.FireAt <= now)
            {
                due.Remove(first);
                byTask.Remove((first.ExecutionId, first.TaskId));
                fired.Add(first);
            }

            Schedule();
        }

        foreach (var entry in fired)
        {
            entry.Instance.Post(new InboxMessage(new TimerFired(entry.TaskId), entry.ExecutionId));
        }
    }

    private void Schedule()
    {
        if (stopped || due.Min is not { } first)
        {
            return;
        }

        var wait = first.FireAt - time.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;

        // Timers count in whole milliseconds, rounded down: one more keeps them from firing before the moment.
        timer.Change(wait == TimeSpan.Zero ? wait : wait + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private sealed record Entry(DateTimeOffset FireAt, long Sequence, Instance Instance, Guid ExecutionId, int TaskId);
}
