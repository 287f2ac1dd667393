namespace Workflows.Core.Schedules.Cron;

/// <summary>
/// Fields that allow every hour (<c>*/15 * * * *</c>): they follow real time. What the wall shows twice is due twice,
/// since an hour has passed; what it jumps over is not due, since no time has.
/// </summary>
internal sealed class EveryHourTimes(CronFields fields, ZoneClock clock) : IDueTimes
{
    public DateTime Next(DateTime after)
    {
        var from = after.AddTicks(1);
        while (true)
        {
            var due = DateTime.SpecifyKind(fields.FirstFrom(clock.WallAt(from)) - clock.OffsetAt(from), DateTimeKind.Utc);
            if (clock.ChangeIn(from, due) is not { } change)
            {
                return due;
            }

            from = change;
        }
    }
}
