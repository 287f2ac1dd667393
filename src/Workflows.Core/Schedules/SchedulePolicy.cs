namespace Workflows.Core.Schedules;

/// <summary>
/// Which runs of a schedule are started, and when. Asked at every tick of a clock, and when a run ends; ticks may be
/// doubled, late and out of order.
/// </summary>
public sealed record SchedulePolicy
{
    /// <summary>
    /// Further back than any tick comes late. A state that is further ahead was written by a clock that was wrong, and
    /// would keep the schedule silent until that time.
    /// </summary>
    private static readonly TimeSpan LatestTick = TimeSpan.FromDays(1);

    public MissedRuns Missed { get; init; } = MissedRuns.RunOnce;

    /// <summary>How late the last run that is due may be started under <see cref="MissedRuns.Skip"/>.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many runs may wait under <see cref="MissedRuns.RunAll"/>; beyond that the oldest are left out.</summary>
    public int MissedLimit { get; init; } = 24;

    public OverlapPolicy Overlap { get; init; } = OverlapPolicy.Skip;

    /// <summary>Whether nothing is started. What comes due meanwhile is not made up for afterwards.</summary>
    public bool Paused { get; init; }

    /// <summary>Decides about everything that came due since the last time.</summary>
    /// <param name="plan">The name of the plan, which the runs are named for.</param>
    /// <param name="schedule">When runs are due.</param>
    /// <param name="state">What the last decision left to be remembered, or the one before it.</param>
    /// <param name="known">
    /// The plan's runs that are going, and those that have ended which were due since <paramref name="state"/>.
    /// </param>
    /// <param name="now">The time.</param>
    public ScheduleDecision Decide(
        string plan, CronSchedule schedule, ScheduleState state, IReadOnlyCollection<KnownRun> known, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(known);
        var handled = state.HandledUpTo - now > LatestTick ? now : state.HandledUpTo;
        var skipped = new SkippedRunsList();
        var started = known.Select(run => run.Name).ToHashSet(StringComparer.Ordinal);
        var standsFor = Missed is MissedRuns.RunAll ? DateTimeOffset.MinValue : LastStarted(plan, known, now);
        var waiting = state.Waiting.Where(IsNew).ToList();
        var due = schedule.Between(handled, now).Where(IsNew);
        var going = known.FirstOrDefault(run => run.IsRunning);
        if (Paused)
        {
            skipped.AddRange(waiting.Concat(due), "the schedule is paused");
            waiting = [];
        }
        else if (Overlap is OverlapPolicy.Skip && (going is not null || waiting.Count > 0))
        {
            skipped.AddRange(due, $"the run {going?.Name ?? RunName.For(plan, waiting[0])} has not ended");
        }
        else
        {
            waiting = Admit(waiting, Chosen(due, now, skipped), skipped);
        }

        PlannedRun? start = null;
        if (going is null && waiting.Count > 0)
        {
            start = new PlannedRun(RunName.For(plan, waiting[0]), waiting[0]);
            waiting.RemoveAt(0);
        }

        return new ScheduleDecision
        {
            Start = start,
            Skipped = skipped.All,
            State = new ScheduleState(now > handled ? now : handled) { Waiting = waiting },
        };

        bool IsNew(DateTimeOffset time) => time > standsFor && !started.Contains(RunName.For(plan, time));
    }

    /// <summary>
    /// When the last run that was started was due: it stands for those before it, also where the one who started it died
    /// before that was recorded. One of a clock that was wrong stands for none.
    /// </summary>
    private static DateTimeOffset LastStarted(string plan, IEnumerable<KnownRun> known, DateTimeOffset now)
    {
        var last = DateTimeOffset.MinValue;
        foreach (var run in known)
        {
            last = RunName.TryGetDue(run.Name, plan, out var due) && due <= now && due > last ? due : last;
        }

        return last;
    }

    /// <summary>Which of the times that came due are to be run: all but the last were missed.</summary>
    private IReadOnlyList<DateTimeOffset> Chosen(IEnumerable<DateTimeOffset> due, DateTimeOffset now, SkippedRunsList skipped)
    {
        var limit = Missed is MissedRuns.RunAll ? MissedLimit : 1;
        var newest = new Queue<DateTimeOffset>();
        foreach (var time in due)
        {
            if (newest.Count == Math.Max(limit, 1))
            {
                skipped.Add(newest.Dequeue(), Missed switch
                {
                    MissedRuns.RunOnce => "they were missed, and a later run stands for them",
                    MissedRuns.Skip => "they were missed",
                    _ => $"no more than {MissedLimit} missed runs are made up for",
                });
            }

            newest.Enqueue(time);
        }

        if (Missed is not MissedRuns.Skip || newest.Count == 0 || now - newest.Peek() <= Grace)
        {
            return [.. newest];
        }

        skipped.Add(newest.Peek(), "they were missed");
        return [];
    }

    private List<DateTimeOffset> Admit(List<DateTimeOffset> waiting, IReadOnlyList<DateTimeOffset> chosen, SkippedRunsList skipped)
    {
        var all = waiting.Concat(chosen).Distinct().Order().ToList();
        var limit = Math.Max(Missed is MissedRuns.RunAll ? MissedLimit : 1, 1);
        if (all.Count > limit)
        {
            skipped.AddRange(
                all[..^limit],
                Missed is MissedRuns.RunAll
                    ? $"no more than {MissedLimit} runs may wait"
                    : "a later run stands for them, which waits in their place");
            all = all[^limit..];
        }

        return all;
    }
}
