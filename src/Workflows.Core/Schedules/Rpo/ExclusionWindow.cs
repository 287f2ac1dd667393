namespace Workflows.Core.Schedules.Rpo;

/// <summary>A stretch of time in which no backup starts, and into which none should run, once or again and again.</summary>
public sealed record ExclusionWindow
{
    /// <summary>The shortest window, as in Backup for GKE.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    private ExclusionWindow(TimeOnly start, TimeSpan duration) => (Start, Duration) = (start, duration);

    /// <summary>When it begins, on the clock of the target's zone.</summary>
    public TimeOnly Start { get; }

    /// <summary>How long it is, in real time.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The day of a window that occurs once; null when it recurs.</summary>
    public DateOnly? Date { get; private init; }

    /// <summary>The days of the week on which a window that recurs begins; all seven are a daily one.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; private init; } = [];

    public bool IsRecurring => Date is null;

    public static ExclusionWindow Once(DateOnly date, TimeOnly start, TimeSpan duration) => new(start, duration) { Date = date };

    public static ExclusionWindow Daily(TimeOnly start, TimeSpan duration) =>
        new(start, duration) { Days = Enum.GetValues<DayOfWeek>() };

    public static ExclusionWindow Weekly(IEnumerable<DayOfWeek> days, TimeOnly start, TimeSpan duration) =>
        new(start, duration) { Days = [.. days.Distinct().Order()] };

    /// <summary>What is wrong with it for a target, a sentence each.</summary>
    internal IEnumerable<string> Problems(TimeSpan target)
    {
        if (Duration < Shortest)
        {
            yield return $"The exclusion window of {Start:HH:mm} lasts {Duration.TotalMinutes:0.##} minutes: {Shortest.TotalMinutes} are the least.";
        }

        if (!IsRecurring)
        {
            yield break;
        }

        if (Days.Count == 0)
        {
            yield return $"The exclusion window of {Start:HH:mm} has no day: name a date, days of the week, or say that it is daily.";
        }

        var most = target - RpoTarget.LeastRoom;
        var period = TimeSpan.FromDays(Days.Count == 7 ? 1 : 7) - RpoTarget.LeastRoom;
        if (Duration > most || Duration > period)
        {
            yield return $"The exclusion window of {Start:HH:mm} lasts {Duration.TotalMinutes:0.##} minutes, which leaves no room for a "
                + $"backup every {target.TotalMinutes:0} minutes: {Math.Min(most.TotalMinutes, period.TotalMinutes):0} are the most.";
        }
    }

    /// <summary>When it begins and ends, wherever that touches the time between two instants; not in order.</summary>
    internal IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Between(DateTimeOffset from, DateTimeOffset to, ZoneClock clock)
    {
        var first = DateOnly.FromDateTime((from - Duration).UtcDateTime).AddDays(-1);
        var last = DateOnly.FromDateTime(to.UtcDateTime).AddDays(1);
        for (var day = Date ?? first; day <= (Date ?? last); day = day.AddDays(1))
        {
            if (IsRecurring && !Days.Contains(day.DayOfWeek))
            {
                continue;
            }

            var start = new DateTimeOffset(clock.FirstInstantOf(day.ToDateTime(Start)), TimeSpan.Zero);
            if (start <= to && start + Duration >= from)
            {
                yield return (start, start + Duration);
            }
        }
    }
}
