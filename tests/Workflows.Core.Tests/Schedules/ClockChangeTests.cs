using Workflows.Core.Schedules;

namespace Workflows.Core.Tests.Schedules;

/// <summary>Clocks that are put forward and back, as <see cref="CronSchedule"/> promises.</summary>
public sealed class ClockChangeTests
{
    [Fact]
    public void A_nightly_time_that_is_jumped_over_is_due_once_at_the_jump() =>
        // Berlin jumps from 02:00 to 03:00 on 29 March 2026, at 01:00Z.
        Assert.Equal(["03-28T01:30Z", "03-29T01:00Z", "03-30T00:30Z"], Due("30 2 * * *", "Europe/Berlin", "2026-03-28", "2026-03-31"));

    [Fact]
    public void Several_times_that_are_jumped_over_are_due_once_together() =>
        Assert.Equal(["03-29T01:00Z", "03-29T02:00Z"], Due("*/15 2-4/2 29 * *", "Europe/Berlin", "2026-03-29", "2026-03-30").Take(2));

    [Fact]
    public void A_time_at_the_end_of_the_jump_is_not_due_twice() =>
        Assert.Equal(["03-29T01:00Z"], Due("0 2,3 29 * *", "Europe/Berlin", "2026-03-29", "2026-03-30"));

    [Fact]
    public void A_nightly_time_that_is_shown_twice_is_due_at_its_first_showing() =>
        // Berlin shows 02:00 to 03:00 twice on 25 October 2026: from 00:00Z and from 01:00Z.
        Assert.Equal(["10-25T00:30Z", "10-26T01:30Z"], Due("30 2 * * *", "Europe/Berlin", "2026-10-25", "2026-10-27"));

    [Fact]
    public void From_within_the_second_showing_the_search_goes_on_to_the_next_day() =>
        Assert.Equal(
            new DateTimeOffset(2026, 10, 26, 1, 45, 0, TimeSpan.Zero),
            CronSchedule.Parse("45 2 * * *", "Europe/Berlin").Next(new DateTimeOffset(2026, 10, 25, 1, 10, 0, TimeSpan.Zero)));

    [Fact]
    public void Every_half_hour_goes_on_in_real_time_through_the_jump() =>
        Assert.Equal(
            ["03-29T00:30Z", "03-29T01:00Z", "03-29T01:30Z"],
            Due("*/30 * * * *", "Europe/Berlin", "2026-03-29", "2026-03-30").SkipWhile(due => due != "03-29T00:30Z").Take(3));

    [Fact]
    public void Once_an_hour_stays_once_an_hour_through_both_changes()
    {
        Assert.Equal(23, Due("30 * 29 3 *", "Europe/Berlin", "2026-03-28", "2026-03-31").Length);
        Assert.Equal(25, Due("30 * 25 10 *", "Europe/Berlin", "2026-10-24", "2026-10-27").Length);
    }

    [Fact]
    public void A_midnight_that_does_not_exist_is_due_at_the_jump() =>
        // Beirut jumps from 00:00 to 01:00 on 29 March 2026, at 22:00Z the day before.
        Assert.Equal(["03-27T22:00Z", "03-28T22:00Z", "03-29T21:00Z"], Due("@daily", "Asia/Beirut", "2026-03-27", "2026-03-30"));

    [Fact]
    public void Half_an_hour_of_change_is_a_change_like_any_other() =>
        // Lord Howe goes back by 30 minutes at 02:00 on 5 April 2026: 01:30 to 02:00 is shown twice.
        Assert.Equal(["04-04T14:45Z", "04-05T15:15Z"], Due("45 1 * * *", "Australia/Lord_Howe", "2026-04-04", "2026-04-06"));

    [Fact]
    public void A_whole_day_that_a_country_left_out_is_due_as_it_begins() =>
        // Apia went from the 29th to the 31st of December 2011, at 10:00Z.
        Assert.Equal(
            ["12-29T22:00Z", "12-30T10:00Z", "12-30T22:00Z"],
            Due("0 12 * * *", "Pacific/Apia", "2011-12-29", "2011-12-31"));

    private static string[] Due(string expression, string zone, string from, string to) =>
        [.. CronSchedule.Parse(expression, zone)
            .Between(new DateTimeOffset(DateTime.Parse(from), TimeSpan.Zero), new DateTimeOffset(DateTime.Parse(to), TimeSpan.Zero))
            .Select(due => due.ToString("MM-dd'T'HH:mm'Z'"))];
}
