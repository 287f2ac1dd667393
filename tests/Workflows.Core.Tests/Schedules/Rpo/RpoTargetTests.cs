using FsCheck;
using FsCheck.Fluent;
using Workflows.Core.Schedules;
using Workflows.Core.Schedules.Rpo;

namespace Workflows.Core.Tests.Schedules.Rpo;

public sealed class RpoTargetTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 9, 0, 0, 0, TimeSpan.Zero);

    private static readonly RpoHistory Good = new(Monday) { LastGood = Monday.AddHours(6), Expected = TimeSpan.FromMinutes(20) };

    [Fact]
    public void A_backup_starts_as_late_as_lets_it_end_within_the_target()
    {
        var start = new RpoTarget(240).Next(Good);

        Assert.Equal(Monday.AddHours(10).AddMinutes(-20), start.Due);
        Assert.Equal(Monday.AddHours(10), start.Deadline);
        Assert.True(start.KeepsTarget);
    }

    [Fact]
    public void The_first_is_due_at_once()
    {
        var start = new RpoTarget(240).Next(new RpoHistory(Monday.AddSeconds(90)));

        Assert.Equal(Monday.AddMinutes(1), start.Due);
        Assert.Null(start.Deadline);
    }

    [Fact]
    public void A_window_moves_it_ahead_so_that_it_ends_before_the_window()
    {
        RpoTarget target = new(240, [ExclusionWindow.Daily(new(9, 0), TimeSpan.FromHours(2))]);

        var start = target.Next(Good);

        Assert.Equal(Monday.AddHours(9).AddMinutes(-20), start.Due);
        Assert.True(start.KeepsTarget);
        Assert.Contains("before the exclusion window", start.Reason);
    }

    [Fact]
    public void Where_it_can_only_come_after_the_window_it_says_that_the_target_is_not_kept()
    {
        RpoTarget target = new(240, [ExclusionWindow.Once(new(2026, 3, 9), new(5, 0), TimeSpan.FromHours(8))]);

        var start = target.Next(Good);

        Assert.Equal(Monday.AddHours(13), start.Due);
        Assert.False(start.KeepsTarget);
        Assert.Contains("after the exclusion window", start.Reason);
    }

    [Fact]
    public void A_failed_attempt_is_made_again_after_a_pause_and_under_another_name()
    {
        RpoTarget target = new(240);
        var first = target.Next(Good);

        var second = target.Next(Good with { LastFailed = first.Due });

        Assert.Equal(first.Due.AddMinutes(30), second.Due);
        Assert.False(second.KeepsTarget);
    }

    [Fact]
    public void A_window_of_a_week_excludes_its_days_alone()
    {
        RpoTarget target = new(1440, [ExclusionWindow.Weekly([DayOfWeek.Tuesday], new(22, 0), TimeSpan.FromHours(4))]);

        Assert.False(target.IsExcluded(Monday.AddHours(22)));
        Assert.False(target.IsExcluded(Monday.AddHours(24 + 21.9)));
        Assert.True(target.IsExcluded(Monday.AddHours(24 + 22)));
        Assert.True(target.IsExcluded(Monday.AddHours(48 + 1.9)));
        Assert.False(target.IsExcluded(Monday.AddHours(48 + 2)));
    }

    [Fact]
    public void A_window_is_on_the_clock_of_its_zone()
    {
        RpoTarget target = new(1440, [ExclusionWindow.Daily(new(8, 0), TimeSpan.FromHours(10))], "Asia/Tokyo");

        Assert.True(target.IsExcluded(Monday.AddHours(23)));
        Assert.False(target.IsExcluded(Monday.AddHours(9)));
    }

    [Fact]
    public void The_target_is_missed_from_the_moment_at_which_more_would_be_lost()
    {
        RpoTarget target = new(240);

        Assert.False(target.IsMissed(Good, Monday.AddHours(10)));
        Assert.True(target.IsMissed(Good, Monday.AddHours(10).AddSeconds(1)));
        Assert.True(target.IsMissed(new RpoHistory(Monday), Monday.AddHours(5)));
    }

    [Fact]
    public void Backups_that_take_longer_than_the_target_leave_half_of_it_between_them() =>
        Assert.Equal(Monday.AddHours(8), new RpoTarget(240).Next(Good with { Expected = TimeSpan.FromHours(9) }).Due);

    [Fact]
    public void A_run_starts_when_it_is_due_under_the_same_name_however_late_and_often_it_is_asked_for()
    {
        RpoTarget target = new(240, [ExclusionWindow.Once(new(2026, 3, 9), new(11, 0), TimeSpan.FromHours(1))]);
        var due = Monday.AddHours(10).AddMinutes(-20);
        PlannedRun run = new("daily-20260309094000", due);

        Assert.Null(target.Decide("daily", Good, [], due.AddSeconds(-1)));
        Assert.Equal(run, target.Decide("daily", Good, [], due));
        Assert.Equal(run, target.Decide("daily", Good, [], due.AddHours(1)));
        Assert.Null(target.Decide("daily", Good, [], Monday.AddHours(11.5)));
        Assert.Equal(run, target.Decide("daily", Good, [], Monday.AddHours(12)));
        Assert.Null(target.Decide("daily", Good, [new("by-hand", IsRunning: true)], due));
        Assert.Null(target.Decide("daily", Good, [new(run.Name, IsRunning: false)], due));
    }

    [Theory]
    [InlineData(59, "not within 60 and 86400")]
    [InlineData(86_401, "not within")]
    public void A_target_out_of_bounds_is_refused(int minutes, string expected) =>
        Assert.Contains(expected, Assert.Throws<ScheduleException>(() => new RpoTarget(minutes)).Message);

    [Fact]
    public void Windows_that_leave_no_room_are_refused()
    {
        Assert.Contains("leaves no room", Refusal(60, ExclusionWindow.Daily(new(1, 0), TimeSpan.FromMinutes(41))));
        Assert.Contains("leaves no room", Refusal(86_400, ExclusionWindow.Daily(new(1, 0), TimeSpan.FromHours(24))));
        Assert.Contains("no day", Refusal(86_400, ExclusionWindow.Weekly([], new(1, 0), TimeSpan.FromHours(1))));
        Assert.Contains("5 are the least", Refusal(240, ExclusionWindow.Once(new(2026, 3, 9), new(1, 0), TimeSpan.FromMinutes(4))));
        Assert.Contains("More than one", Refusal(
            240, ExclusionWindow.Daily(new(1, 0), TimeSpan.FromHours(1)), ExclusionWindow.Daily(new(3, 0), TimeSpan.FromHours(1))));
        Assert.Contains("no time zone", Assert.Throws<ScheduleException>(() => new RpoTarget(60, [], "Mars/Olympus")).Message);
    }

    [Fact]
    public void Whatever_the_windows_no_backup_starts_in_one_and_what_is_said_to_keep_the_target_does()
    {
        var cases =
            from minutes in Gen.Choose(60, 3000)
            from hour in Gen.Choose(0, 23)
            from length in Gen.Choose(5, Math.Min(minutes - 20, 24 * 60 - 20))
            from days in Gen.SubListOf(Enum.GetValues<DayOfWeek>()).Where(days => days.Count > 0)
            from once in Gen.Choose(0, 48)
            from good in Gen.Choose(0, 20_000)
            from expected in Gen.Choose(1, 200)
            from zone in Gen.Elements("UTC", "Europe/Berlin", "Australia/Lord_Howe")
            select (
                Target: new RpoTarget(
                    minutes,
                    [
                        ExclusionWindow.Weekly(days, new(hour, 0), TimeSpan.FromMinutes(length)),
                        ExclusionWindow.Once(new(2026, 3, 14), new(hour, 30), TimeSpan.FromHours(once + 1)),
                    ],
                    zone),
                History: new RpoHistory(Monday) { LastGood = Monday.AddMinutes(good), Expected = TimeSpan.FromMinutes(expected) });

        Check.One(Campaign.Config, Prop.ForAll(cases.ToArbitrary(), item =>
        {
            var (target, history) = item;
            var start = target.Next(history);
            return !target.IsExcluded(start.Due)
                && start.Due > history.LastGood
                && (!start.KeepsTarget || !target.IsMissed(history, start.Due + TimeSpan.FromMinutes(Math.Min(history.Expected.TotalMinutes, target.Minutes / 2))))
                && start == target.Next(history);
        }));
    }

    private static string Refusal(int minutes, params ExclusionWindow[] windows) =>
        Assert.Throws<ScheduleException>(() => new RpoTarget(minutes, windows)).Message;
}
