using Workflows.Core.Errors;
using Workflows.Core.Schedules;

namespace Workflows.Core.Tests.Schedules;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("30 2 * * *", "2026-03-10T02:30", "2026-03-11T02:30")]
    [InlineData("*/20 9-10 * * *", "2026-03-10T09:00", "2026-03-10T09:20", "2026-03-10T09:40", "2026-03-10T10:00")]
    [InlineData("5/25 0 * * *", "2026-03-10T00:05", "2026-03-10T00:30", "2026-03-10T00:55")]
    [InlineData("10-30/10,59 4 * * *", "2026-03-10T04:10", "2026-03-10T04:20", "2026-03-10T04:30", "2026-03-10T04:59")]
    [InlineData("0 0 * JAN,jul Mon-tue", "2026-07-06T00:00", "2026-07-07T00:00", "2026-07-13T00:00")]
    [InlineData("0 0 31 * *", "2026-03-31T00:00", "2026-05-31T00:00", "2026-07-31T00:00")]
    [InlineData("0 0 29 2 *", "2028-02-29T00:00", "2032-02-29T00:00")]
    [InlineData("0 0 * * 7", "2026-03-15T00:00", "2026-03-22T00:00")]
    [InlineData("0 0 * * 5-7", "2026-03-13T00:00", "2026-03-14T00:00", "2026-03-15T00:00", "2026-03-20T00:00")]
    [InlineData("0 0 ? * mon", "2026-03-16T00:00")]
    [InlineData("@yearly", "2027-01-01T00:00")]
    [InlineData("@annually", "2027-01-01T00:00")]
    [InlineData("@monthly", "2026-04-01T00:00")]
    [InlineData("@weekly", "2026-03-15T00:00")]
    [InlineData("@daily", "2026-03-11T00:00")]
    [InlineData("@midnight", "2026-03-11T00:00")]
    [InlineData("@hourly", "2026-03-10T01:00", "2026-03-10T02:00")]
    [InlineData("@every 7h", "2026-03-10T06:00", "2026-03-10T13:00")]
    public void The_times_of_an_expression_come_in_order(string expression, params string[] expected)
    {
        var from = Utc("2026-03-10T00:00");

        var due = CronSchedule.Parse(expression).Between(from, from.AddYears(10)).Take(expected.Length);

        Assert.Equal(expected.Select(Utc), due);
    }

    [Fact]
    public void Where_both_days_are_given_either_is_enough() =>
        Assert.Equal(
            ["2026-03-13", "2026-03-15", "2026-03-20", "2026-03-27"],
            CronSchedule.Parse("0 0 15 * fri").Between(Utc("2026-03-10T00:00"), Utc("2026-03-31T00:00"))
                .Select(due => due.ToString("yyyy-MM-dd")));

    [Fact]
    public void A_star_in_either_day_leaves_the_choice_to_the_other() =>
        Assert.Equal(
            [Utc("2026-03-15T00:00"), Utc("2026-04-15T00:00")],
            CronSchedule.Parse("0 0 15 * */1").Between(Utc("2026-03-10T00:00"), Utc("2026-05-01T00:00")));

    [Fact]
    public void A_step_of_days_is_a_restriction_as_Kubernetes_reads_it() =>
        Assert.Equal(
            [Utc("2026-03-11T00:00"), Utc("2026-03-13T00:00"), Utc("2026-03-15T00:00"), Utc("2026-03-16T00:00")],
            CronSchedule.Parse("0 0 */2 * mon").Between(Utc("2026-03-10T00:00"), Utc("2026-03-31T00:00")).Take(4));

    [Fact]
    public void Every_day_written_out_is_a_restriction_as_Kubernetes_reads_it() =>
        Assert.Equal(7, CronSchedule.Parse("0 0 1 * 0-6").Between(Utc("2026-03-10T00:00"), Utc("2026-03-17T00:00")).Count());

    [Theory]
    [InlineData("CRON_TZ=Asia/Tokyo 0 3 * * *", null)]
    [InlineData("TZ=Asia/Tokyo 0 3 * * *", null)]
    [InlineData("CRON_TZ=Asia/Tokyo  0 3 * * *", "Asia/Tokyo")]
    [InlineData(" 0 3 * * * ", "Asia/Tokyo")]
    public void The_zone_stands_before_the_fields_or_beside_them(string expression, string? zone)
    {
        var schedule = CronSchedule.Parse(expression, zone);

        Assert.Equal(Utc("2026-03-10T18:00"), schedule.Next(Utc("2026-03-10T00:00")));
        Assert.Equal("CRON_TZ=Asia/Tokyo 0 3 * * *", schedule.ToString());
    }

    [Theory]
    [InlineData("", "five fields")]
    [InlineData("* * * *", "has 4 fields")]
    [InlineData("0 0 3 * * *", "six fields")]
    [InlineData("60 * * * *", "The field of the minute (\"60\") has 60")]
    [InlineData("* 24 * * *", "The field of the hour")]
    [InlineData("* * 0 * *", "The field of the day of month")]
    [InlineData("* * * 13 *", "The field of the month")]
    [InlineData("* * * foo *", "\"foo\", which is none of 1 to 12 or jan to dec")]
    [InlineData("* * * * 8", "The field of the day of week")]
    [InlineData("* * * * mo", "\"mo\"")]
    [InlineData("*/0 * * * *", "the step \"0\"")]
    [InlineData("*/x * * * *", "the step \"x\"")]
    [InlineData("*/-5 * * * *", "the step \"-5\"")]
    [InlineData("1,,2 * * * *", "comma")]
    [InlineData("1/2/3 * * * *", "two slashes")]
    [InlineData("1-2-3 * * * *", "more than one hyphen")]
    [InlineData("-5 * * * *", "without a beginning")]
    [InlineData("* 22-2 * * *", "ends before it begins")]
    [InlineData("* * * * fri-mon", "ends before it begins")]
    [InlineData("0 0 30 2 *", "never due")]
    [InlineData("0 0 31 2,4,6,9,11 *", "never due: no month in it has day 31")]
    [InlineData("@fortnightly", "@weekly")]
    [InlineData("@reboot", "is none of")]
    [InlineData("@every 5", "length of time")]
    [InlineData("@every 90s", "whole minutes")]
    [InlineData("@every 0s", "whole minutes")]
    [InlineData("TZ=Mars/Olympus 0 3 * * *", "Mars/Olympus")]
    [InlineData("TZ=Local 0 3 * * *", "\"Local\" is no time zone")]
    [InlineData("TZ=../../etc/passwd 0 3 * * *", "no time zone")]
    [InlineData("TZ=Europe/Berlin", "empty")]
    public void What_is_wrong_is_said_with_its_field(string expression, string expected)
    {
        var error = Assert.Throws<ScheduleException>(() => CronSchedule.Parse(expression));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains(expected, Assert.Single(error.Problems));
        Assert.EndsWith(".", error.Message);
    }

    [Fact]
    public void Every_wrong_field_is_named_at_once()
    {
        var error = Assert.Throws<ScheduleException>(() => CronSchedule.Parse("60 24 * * fre", "Mars/Olympus"));

        Assert.Equal(4, error.Problems.Count);
    }

    [Fact]
    public void Two_zones_that_differ_are_refused() =>
        Assert.Contains("name one", Assert.Throws<ScheduleException>(
            () => CronSchedule.Parse("TZ=Asia/Tokyo 0 3 * * *", "UTC")).Message);

    [Fact]
    public void Two_stretches_that_meet_hold_each_time_once()
    {
        var schedule = CronSchedule.Parse("*/10 * * * *");
        var (from, middle, to) = (Utc("2026-03-10T00:00"), Utc("2026-03-10T00:30"), Utc("2026-03-10T01:00"));

        Assert.Equal(schedule.Between(from, to), schedule.Between(from, middle).Concat(schedule.Between(middle, to)));
        Assert.Empty(schedule.Between(to, from));
    }

    [Fact]
    public void Part_of_a_minute_does_not_hide_the_next_one() =>
        Assert.Equal(
            Utc("2026-03-10T00:01"), CronSchedule.Parse("* * * * *").Next(Utc("2026-03-10T00:00").AddSeconds(59.9)));

    [Fact]
    public void A_time_that_was_never_set_is_no_beginning_of_two_thousand_years_of_runs()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CronSchedule.Parse("@daily").Next(default));
        Assert.Throws<ArgumentOutOfRangeException>(() => CronSchedule.Parse("@daily").Next(DateTimeOffset.MaxValue));
    }

    private static DateTimeOffset Utc(string text) => new(DateTime.Parse(text), TimeSpan.Zero);
}
