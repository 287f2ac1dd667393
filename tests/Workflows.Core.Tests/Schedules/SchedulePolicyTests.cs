using Workflows.Core.Schedules;

namespace Workflows.Core.Tests.Schedules;

public sealed class SchedulePolicyTests
{
    private static readonly CronSchedule Hourly = CronSchedule.Parse("@hourly");

    [Fact]
    public void What_is_due_is_started_under_the_name_of_its_time()
    {
        var decision = Decide(new(), from: "02:30", now: "03:00:10");

        Assert.Equal(new PlannedRun("daily-20260310030000", At("03:00")), decision.Start);
        Assert.Equal(At("03:00:10"), decision.State.HandledUpTo);
        Assert.Empty(decision.Skipped);
    }

    [Fact]
    public void A_second_tick_starts_nothing()
    {
        var first = Decide(new(), from: "02:30", now: "03:00:10");

        Assert.Null(Decide(new(), first.State, now: "03:00:10").Start);
        Assert.Null(Decide(new(), first.State, now: "03:00:40").Start);
    }

    [Fact]
    public void A_tick_that_comes_after_a_later_one_starts_nothing_and_forgets_nothing()
    {
        var state = new ScheduleState(At("05:00:10"));

        var decision = Decide(new(), state, now: "04:00:05");

        Assert.Null(decision.Start);
        Assert.Equal(state.HandledUpTo, decision.State.HandledUpTo);
    }

    [Fact]
    public void What_was_started_and_not_recorded_is_not_started_again() =>
        Assert.Null(Decide(new(), from: "02:30", now: "03:00:40", known: [new("daily-20260310030000", IsRunning: false)]).Start);

    [Fact]
    public void What_was_started_and_not_recorded_still_stands_for_those_before_it()
    {
        KnownRun[] known = [new("daily-20260310050000", IsRunning: false)];

        Assert.Null(Decide(new(), from: "02:30", now: "05:00:40", known: known).Start);
        Assert.Equal(
            At("03:00"), Decide(new() { Missed = MissedRuns.RunAll }, from: "02:30", now: "05:00:40", known: known).Start?.Due);
    }

    [Fact]
    public void A_run_that_a_wrong_clock_named_for_the_future_stands_for_none() =>
        Assert.Equal(
            At("03:00"), Decide(new(), from: "02:30", now: "03:00:40", known: [new("daily-20990310050000", IsRunning: false)]).Start?.Due);

    [Fact]
    public void By_default_one_run_stands_for_all_that_were_missed()
    {
        var decision = Decide(new(), from: "02:30", now: "05:45");

        Assert.Equal("daily-20260310050000", decision.Start?.Name);
        var skipped = Assert.Single(decision.Skipped);
        Assert.Equal((2, At("03:00"), At("04:00")), (skipped.Count, skipped.First, skipped.Last));
    }

    [Fact]
    public void Missed_runs_may_be_left_out()
    {
        SchedulePolicy policy = new() { Missed = MissedRuns.Skip };

        Assert.Equal("daily-20260310050000", Decide(policy, from: "02:30", now: "05:05").Start?.Name);
        var late = Decide(policy, from: "02:30", now: "05:05:01");
        Assert.Null(late.Start);
        Assert.Equal(3, Assert.Single(late.Skipped).Count);
    }

    [Fact]
    public void Missed_runs_may_all_be_made_up_for_one_after_another_up_to_a_limit()
    {
        SchedulePolicy policy = new() { Missed = MissedRuns.RunAll, MissedLimit = 2 };

        var first = Decide(policy, from: "02:30", now: "05:45");
        var whileItGoes = Decide(policy, first.State, now: "05:46", known: [new("daily-20260310040000", IsRunning: true)]);
        var second = Decide(policy, whileItGoes.State, now: "05:50", known: [new("daily-20260310040000", IsRunning: false)]);

        Assert.Equal("daily-20260310040000", first.Start?.Name);
        Assert.Equal((1, At("03:00")), (Assert.Single(first.Skipped).Count, first.Skipped[0].First));
        Assert.Null(whileItGoes.Start);
        Assert.Equal("daily-20260310050000", second.Start?.Name);
        Assert.Empty(second.State.Waiting);
    }

    [Fact]
    public void What_comes_due_while_a_run_goes_is_left_out_by_default()
    {
        var decision = Decide(new(), from: "02:30", now: "03:00:10", known: [new("daily-20260310020000", IsRunning: true)]);
        var afterwards = Decide(new(), decision.State, now: "03:20", known: [new("daily-20260310020000", IsRunning: false)]);

        Assert.Null(decision.Start);
        Assert.Contains("daily-20260310020000 has not ended", Assert.Single(decision.Skipped).Reason);
        Assert.Null(afterwards.Start);
    }

    [Fact]
    public void A_run_that_a_person_started_counts_as_going_too() =>
        Assert.Null(Decide(new(), from: "02:30", now: "03:00:10", known: [new("before-the-upgrade", IsRunning: true)]).Start);

    [Fact]
    public void What_comes_due_while_a_run_goes_may_wait_and_the_latest_stands_for_all()
    {
        SchedulePolicy policy = new() { Overlap = OverlapPolicy.Queue };
        KnownRun going = new("daily-20260310020000", IsRunning: true);

        var first = Decide(policy, from: "02:30", now: "03:00:10", known: [going]);
        var second = Decide(policy, first.State, now: "04:00:10", known: [going]);
        var afterwards = Decide(policy, second.State, now: "04:20", known: [going with { IsRunning = false }]);

        Assert.Null(first.Start);
        Assert.Null(second.Start);
        Assert.Equal(At("03:00"), Assert.Single(second.Skipped).First);
        Assert.Equal("daily-20260310040000", afterwards.Start?.Name);
    }

    [Fact]
    public void What_comes_due_in_a_pause_is_not_made_up_for()
    {
        SchedulePolicy policy = new() { Missed = MissedRuns.RunAll };

        var paused = Decide(policy with { Paused = true }, from: "02:30", now: "05:45");
        var afterwards = Decide(policy, paused.State, now: "06:00:10");

        Assert.Null(paused.Start);
        Assert.Equal(3, Assert.Single(paused.Skipped).Count);
        Assert.Equal("daily-20260310060000", afterwards.Start?.Name);
        Assert.Empty(afterwards.State.Waiting);
    }

    [Fact]
    public void A_clock_that_was_years_ahead_does_not_silence_a_schedule_for_years()
    {
        var wrong = new ScheduleState(At("03:00").AddYears(4));

        var first = Decide(new(), wrong, now: "03:30");

        Assert.Null(first.Start);
        Assert.Equal("daily-20260310040000", Decide(new(), first.State, now: "04:00:10").Start?.Name);
    }

    private static ScheduleDecision Decide(SchedulePolicy policy, string from, string now, KnownRun[]? known = null) =>
        Decide(policy, new ScheduleState(At(from)), now, known);

    private static ScheduleDecision Decide(SchedulePolicy policy, ScheduleState state, string now, KnownRun[]? known = null) =>
        policy.Decide("daily", Hourly, state, known ?? [], At(now));

    private static DateTimeOffset At(string time) => new(new DateOnly(2026, 3, 10), TimeOnly.Parse(time), TimeSpan.Zero);
}
