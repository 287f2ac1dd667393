namespace Workflows.Core.Schedules.Cron;

/// <summary>
/// Fields that name hours: they follow the clock on the wall. Each time that it shows is due once a day: at its first
/// showing where it is shown twice, at the end of the jump where it is jumped over.
/// </summary>
internal sealed class ClockTimes(CronFields fields, ZoneClock clock) : IDueTimes
{
    public DateTime Next(DateTime after)
    {
        // Whatever the wall showed up to now has been due by now, so the search may start here. In a repeated hour
        // what is found may have been due at its first showing: then it goes on.
        var wall = clock.WallAt(after);
        DateTime instant;
        do
        {
            wall = fields.FirstFrom(wall.AddTicks(1));
            instant = clock.FirstInstantOf(wall);
        }
        while (instant <= after);

        return instant;
    }
}
