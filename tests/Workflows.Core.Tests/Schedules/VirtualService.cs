using Workflows.Core.Schedules;

namespace Workflows.Core.Tests.Schedules;

/// <summary>
/// A service that asks a policy at each tick, in virtual time, and is killed at random: before it starts what was
/// decided, or after that and before it records the decision. Runs, once started, go on and end by themselves.
/// </summary>
/// <param name="seesAllRuns">Whether it knows of every run; otherwise each look misses some.</param>
internal sealed class VirtualService(
    SchedulePolicy policy, CronSchedule schedule, DateTimeOffset begin, Random random, bool seesAllRuns)
{
    private readonly Dictionary<string, DateTimeOffset> endOf = new(StringComparer.Ordinal);

    private ScheduleState recorded = new(begin);

    /// <summary>The names of all runs that were begun, in order.</summary>
    public List<string> Begun { get; } = [];

    /// <summary>How often a run was begun while another one went.</summary>
    public int Overlaps { get; private set; }

    /// <summary>How often the service died.</summary>
    public int Deaths { get; private set; }

    /// <summary>How often a start was asked for that had been done.</summary>
    public int RepeatedStarts { get; private set; }

    /// <summary>Whether no run goes and none waits.</summary>
    public bool IsIdle(DateTimeOffset time) => recorded.Waiting.Count == 0 && NextEnd(time) is null;

    /// <summary>The next time a run ends after an instant; null when none goes.</summary>
    public DateTimeOffset? NextEnd(DateTimeOffset after) =>
        endOf.Values.Where(end => end > after).Order().Select(end => (DateTimeOffset?)end).FirstOrDefault();

    /// <param name="stamp">The time that the tick carries, which may be older than the real time.</param>
    /// <param name="time">The real time.</param>
    /// <param name="mayDie">Whether the service may be killed in it.</param>
    public void Tick(DateTimeOffset stamp, DateTimeOffset time, bool mayDie)
    {
        var known = endOf.Where(_ => seesAllRuns || random.Next(3) > 0).Select(run => new KnownRun(run.Key, run.Value > time)).ToArray();
        var decision = policy.Decide("every-minute", schedule, recorded, known, stamp);
        if (mayDie && random.Next(4) == 0)
        {
            Deaths++;
            return;
        }

        if (decision.Start is { } start)
        {
            Begin(start.Name, time);
        }

        if (mayDie && random.Next(4) == 0)
        {
            Deaths++;
            return;
        }

        recorded = decision.State;
    }

    /// <summary>As a durable engine does it: an instance id that exists starts nothing.</summary>
    private void Begin(string name, DateTimeOffset time)
    {
        if (endOf.ContainsKey(name))
        {
            RepeatedStarts++;
            return;
        }

        Overlaps += endOf.Values.Any(end => end > time) ? 1 : 0;
        Begun.Add(name);
        endOf[name] = time.AddSeconds(random.Next(1, 75));
    }
}
