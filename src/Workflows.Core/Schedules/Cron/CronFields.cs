namespace Workflows.Core.Schedules.Cron;

/// <summary>The five fields of an expression, and the calendar that they pick minutes from. Knows no time zone.</summary>
internal sealed record CronFields(CronField Minute, CronField Hour, CronField Day, CronField Month, CronField Weekday)
{
    private static readonly int[] LongestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <summary>Whether every hour of a day is allowed.</summary>
    public bool IsEveryHour => Hour.Count == 24;

    /// <summary>Whether there is any date at all: <c>0 0 30 2 *</c> has none.</summary>
    public bool IsPossible =>
        !Weekday.IsStar || Enumerable.Range(1, 12).Any(month => Month.Allows(month) && Day.First <= LongestMonths[month - 1]);

    /// <summary>The first allowed minute of the wall clock from <paramref name="wall"/> on.</summary>
    public DateTime FirstFrom(DateTime wall)
    {
        var minute = wall.Ticks % TimeSpan.TicksPerMinute == 0
            ? wall
            : wall.AddTicks(TimeSpan.TicksPerMinute - (wall.Ticks % TimeSpan.TicksPerMinute));
        var day = minute.Date;
        if (AllowsDay(day) && TimeFrom(minute.Hour, minute.Minute) is { } today)
        {
            return day + today;
        }

        do
        {
            day = day.AddDays(1);
            if (!Month.Allows(day.Month))
            {
                day = new DateTime(day.Year, day.Month, 1).AddMonths(1).AddDays(-1);
            }
        }
        while (!AllowsDay(day));

        return day + new TimeSpan(Hour.First, Minute.First, 0);
    }

    /// <summary>
    /// The rule of cron: where both the day of the month and the day of the week say something, either is enough.
    /// </summary>
    private bool AllowsDay(DateTime day)
    {
        if (!Month.Allows(day.Month))
        {
            return false;
        }

        var (ofMonth, ofWeek) = (Day.Allows(day.Day), Weekday.Allows((int)day.DayOfWeek));
        return Day.IsStar || Weekday.IsStar ? ofMonth && ofWeek : ofMonth || ofWeek;
    }

    private TimeSpan? TimeFrom(int hour, int minute)
    {
        if (Hour.Allows(hour) && Minute.FirstFrom(minute) is { } later)
        {
            return new TimeSpan(hour, later, 0);
        }

        return Hour.FirstFrom(hour + 1) is { } next ? new TimeSpan(next, Minute.First, 0) : null;
    }
}
