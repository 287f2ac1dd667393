namespace Workflows.Core.Schedules.Cron;

/// <summary><c>@every 90m</c>: whole intervals since 1970 in UTC, so that the times are the same after any restart.</summary>
internal sealed class IntervalTimes(TimeSpan interval) : IDueTimes
{
    public DateTime Next(DateTime after)
    {
        var passed = (after - DateTime.UnixEpoch).Ticks;
        var whole = Math.DivRem(passed, interval.Ticks, out var rest) - (rest < 0 ? 1 : 0);
        return DateTime.UnixEpoch.AddTicks((whole + 1) * interval.Ticks);
    }
}
