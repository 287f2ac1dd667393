using System.Globalization;
using Workflows.Core.Schedules;

namespace Workflows.Core.Retention;

/// <summary>A length of the calendar that keeps one backup each.</summary>
internal sealed record Period(RetentionRule Rule, string Name, Func<DateTime, string> KeyOf)
{
    public static Period Hour { get; } = new(RetentionRule.Hourly, "hour", Key("yyyy-MM-dd HH"));

    public static Period Day { get; } = new(RetentionRule.Daily, "day", Key("yyyy-MM-dd"));

    public static Period Week { get; } = new(
        RetentionRule.Weekly, "week", wall => $"{ISOWeek.GetYear(wall):0000}-W{ISOWeek.GetWeekOfYear(wall):00}");

    public static Period Month { get; } = new(RetentionRule.Monthly, "month", Key("yyyy-MM"));

    public static Period Year { get; } = new(RetentionRule.Yearly, "year", Key("yyyy"));

    /// <summary>Which one an instant lies in. The two showings of an hour that clocks repeat are two hours.</summary>
    public string Of(DateTimeOffset instant, ZoneClock clock)
    {
        var key = KeyOf(clock.WallAt(instant.UtcDateTime));
        return Rule is RetentionRule.Hourly ? $"{key} {clock.OffsetAt(instant.UtcDateTime)}" : key;
    }

    private static Func<DateTime, string> Key(string format) => wall => wall.ToString(format, CultureInfo.InvariantCulture);
}
