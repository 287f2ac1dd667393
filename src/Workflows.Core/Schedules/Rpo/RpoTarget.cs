namespace Workflows.Core.Schedules.Rpo;

/// <summary>
/// How much may be lost at most (recovery point objective), in place of a cron expression, as in Backup for GKE. A
/// backup starts as late as lets it end in time; where a window excludes that moment, before the window.
/// </summary>
public sealed record RpoTarget
{
    public const int LeastMinutes = 60;

    /// <summary>60 days.</summary>
    public const int MostMinutes = 86_400;

    /// <summary>What a window that recurs must leave, of the target and of its own period.</summary>
    public static readonly TimeSpan LeastRoom = TimeSpan.FromMinutes(20);

    private readonly TimeSpan target;
    private readonly ZoneClock clock;

    /// <summary>Makes a target.</summary>
    /// <param name="minutes">At any time, the last good backup should be younger than this.</param>
    /// <param name="exclusions">When no backup starts; one of them at most may recur.</param>
    /// <param name="timeZone">The zone of the windows' times, as IANA names it.</param>
    /// <exception cref="ScheduleException">Something of that is out of bounds; every problem is in it.</exception>
    public RpoTarget(int minutes, IReadOnlyList<ExclusionWindow>? exclusions = null, string timeZone = "UTC")
    {
        target = TimeSpan.FromMinutes(minutes);
        Exclusions = exclusions ?? [];
        var problems = new List<string>();
        var zone = TimeZones.Find(timeZone, problems);
        if (minutes is < LeastMinutes or > MostMinutes)
        {
            problems.Add($"A target of {minutes} minutes is not within {LeastMinutes} and {MostMinutes}.");
        }
        else
        {
            problems.AddRange(Exclusions.SelectMany(window => window.Problems(target)));
        }

        if (Exclusions.Count(window => window.IsRecurring) > 1)
        {
            problems.Add("More than one exclusion window recurs: put one in place of them; those of a single date may be many.");
        }

        if (problems.Count > 0)
        {
            throw new ScheduleException(problems);
        }

        clock = new ZoneClock(zone!);
    }

    public int Minutes => (int)target.TotalMinutes;

    public IReadOnlyList<ExclusionWindow> Exclusions { get; }

    /// <summary>When the next backup is due. It may be past; it is started then unless <see cref="IsExcluded"/>.</summary>
    public RpoStart Next(RpoHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        // A plan whose backups take longer than half its target would otherwise back up without a pause.
        var expected = TimeSpan.FromTicks(Math.Clamp(history.Expected.Ticks, TimeSpan.FromMinutes(1).Ticks, target.Ticks / 2));
        var deadline = history.LastGood + target;
        var (wanted, earliest, reason) = Wanted(history, expected);
        var due = BeforeWindows(wanted, earliest, expected);
        if (due is not null)
        {
            reason = due == wanted ? reason : reason + ", and before the exclusion window that this falls into";
        }
        else
        {
            due = AfterWindows(wanted);
            reason = due == wanted ? reason : reason + ", and after the exclusion window that this falls into";
        }

        return new RpoStart(due.Value, deadline, deadline is null || due + expected <= deadline, reason);
    }

    /// <summary>
    /// The run to start now; null when none is due, when a window excludes it, or when another one goes. Asked again it
    /// is the same, until the history says what became of it.
    /// </summary>
    /// <param name="plan">The name of the plan, which the run is named for.</param>
    /// <param name="history">What the plan's backups came to.</param>
    /// <param name="known">The plan's runs that are going, and the last that ended.</param>
    /// <param name="now">The time.</param>
    public PlannedRun? Decide(string plan, RpoHistory history, IReadOnlyCollection<KnownRun> known, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(known);
        var due = Next(history).Due;
        var name = RunName.For(plan, due);
        return due <= now && !IsExcluded(now) && known.All(run => !run.IsRunning && run.Name != name)
            ? new PlannedRun(name, due)
            : null;
    }

    /// <summary>Whether a window excludes that a backup starts now.</summary>
    public bool IsExcluded(DateTimeOffset now) => AfterWindows(now) != now;

    /// <summary>Whether more than the target would be lost now.</summary>
    public bool IsMissed(RpoHistory history, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(history);
        return now > (history.LastGood ?? history.PlanCreated) + target;
    }

    private (DateTimeOffset Wanted, DateTimeOffset Earliest, string Reason) Wanted(RpoHistory history, TimeSpan expected)
    {
        if (history.LastFailed is { } failed)
        {
            var pause = TimeSpan.FromMinutes(Math.Clamp(target.TotalMinutes / 8, 10, 60));
            return (Minute(failed + pause), Minute(failed + pause), $"{pause.TotalMinutes:0} minutes after the attempt that failed");
        }

        if (history.LastGood is { } good)
        {
            return (
                Minute(good + target - expected),
                Minute(good + (target / 4)),
                $"so that it is done within {Minutes} minutes of the last good one");
        }

        return (Minute(history.PlanCreated), Minute(history.PlanCreated), "as the first of its plan");
    }

    /// <summary>The latest moment, up to one and from another on, from which a whole backup is outside of all windows.</summary>
    private DateTimeOffset? BeforeWindows(DateTimeOffset latest, DateTimeOffset earliest, TimeSpan length)
    {
        var windows = Windows(earliest, latest + length);
        var start = latest;
        while (start >= earliest && windows.Where(window => window.Start < start + length && window.End > start) is var met && met.Any())
        {
            start = Minute(met.Min(window => window.Start) - length);
        }

        return start >= earliest ? start : null;
    }

    /// <summary>The first moment from one on that no window excludes.</summary>
    private DateTimeOffset AfterWindows(DateTimeOffset from)
    {
        var start = from;
        while (Windows(start, start).Where(window => window.Start <= start && start < window.End) is var met && met.Any())
        {
            start = met.Max(window => window.End);
        }

        return start;
    }

    private List<(DateTimeOffset Start, DateTimeOffset End)> Windows(DateTimeOffset from, DateTimeOffset to) =>
        [.. Exclusions.SelectMany(window => window.Between(from, to, clock))];

    private static DateTimeOffset Minute(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
