using Workflows.Core.Errors;
using Workflows.Core.Retention;

namespace Workflows.Core.Tests.Retention;

public sealed class RetentionPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_backup_goes_when_its_days_are_over()
    {
        RetentionPolicy policy = new() { RetainDays = 30 };

        Assert.Equal(["new", "a"], Kept(policy, Daily("new", 0), Daily("a", 29), Daily("b", 30), Daily("c", 31)));
    }

    [Fact]
    public void What_a_backup_was_stamped_with_counts_and_not_what_the_plan_says_since() =>
        Assert.Equal(["new", "a"], Kept(
            new() { RetainDays = 3 },
            Daily("new", 0),
            Daily("a", 10) with { ExpiresAt = Now.AddDays(1) },
            Daily("b", 1) with { ExpiresAt = Now.AddHours(-1) }));

    [Fact]
    public void The_last_good_backup_of_a_plan_stays_however_old_it_is()
    {
        RetentionPolicy policy = new() { RetainDays = 30 };

        Assert.Equal(["good"], Kept(
            policy, Daily("partial", 40) with { State = RetainedState.PartiallyFailed }, Daily("good", 50), Daily("older", 60)));
        Assert.Equal(["partial"], Kept(
            policy, Daily("failed", 39) with { State = RetainedState.Failed }, Daily("partial", 40) with { State = RetainedState.PartiallyFailed }));
        Assert.Equal(["a", "b"], Kept(policy, Daily("a", 40) with { Plan = "east" }, Daily("b", 50) with { Plan = "west" }));
    }

    [Fact]
    public void A_backup_of_no_plan_goes_by_its_own_word() =>
        Assert.Equal(["b", "c"], Kept(
            new(),
            Daily("a", 40) with { Plan = null, ExpiresAt = Now.AddDays(-1) },
            Daily("b", 40) with { Plan = null },
            Daily("c", 40) with { Plan = null, ExpiresAt = Now.AddDays(1) }));

    [Fact]
    public void Locks_holds_and_use_keep_whatever_has_expired()
    {
        RetentionPolicy policy = new() { RetainDays = 20, DeleteLockDays = 14 };

        var decisions = policy.Decide(
            [
                Daily("new", 0),
                Daily("held", 40) with { LegalHold = true },
                Daily("locked", 40) with { LockedUntil = Now.AddDays(1) },
                Daily("unlocked", 40) with { LockedUntil = Now },
                Daily("read", 40) with { InUse = true },
                Daily("made", 40) with { State = RetainedState.InProgress },
                Daily("failed", 13) with { State = RetainedState.Failed, ExpiresAt = Now.AddDays(-1) },
            ],
            Now);

        Assert.Equal(
            "held: is under a legal hold; locked: is locked until 2026-11-22 12:00 UTC; unlocked: is kept by no rule; "
            + "read: is being read; made: is being made; failed: is locked until 2026-11-22 12:00 UTC",
            string.Join("; ", decisions.Skip(1).Select(decision => $"{decision.Backup.Name}: {decision.Text}")));
        Assert.Equal(["unlocked"], decisions.Where(decision => !decision.Keeps).Select(decision => decision.Backup.Name));
    }

    [Fact]
    public void The_newest_are_kept_and_failed_ones_do_not_count() =>
        Assert.Equal(["a", "b", "d"], Kept(
            new() { KeepLast = 2 },
            Daily("a", 1),
            Daily("b", 2) with { State = RetainedState.Failed },
            Daily("c", 30) with { State = RetainedState.Failed },
            Daily("d", 3),
            Daily("e", 4)));

    [Fact]
    public void Generations_keep_the_newest_of_each_period()
    {
        RetentionPolicy policy = new() { KeepDaily = 3, KeepWeekly = 2, KeepMonthly = 3, KeepYearly = 2 };

        // 21 November 2026 is a Saturday; its week began on the 16th, and last Sunday was the 15th.
        var kept = Kept(policy, [.. Enumerable.Range(0, 400).Select(day => Daily($"{Now.AddDays(-day):yyyy-MM-dd}", day))]);

        Assert.Equal(
            ["2026-11-21", "2026-11-20", "2026-11-19", "2026-11-15", "2026-10-31", "2026-09-30", "2025-12-31"], kept);
    }

    [Fact]
    public void Hours_are_kept_too_and_a_repeated_one_counts_twice()
    {
        var change = new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero);
        RetainedBackup[] backups = [.. Enumerable.Range(0, 6).Select(half => Taken($"{half}", change.AddMinutes(30 * half)))];

        Assert.Equal(["0", "2", "4", "5"], Kept(new() { KeepHourly = 4, TimeZone = "Europe/Berlin" }, backups));
    }

    [Fact]
    public void Days_are_those_of_the_plans_zone()
    {
        // 23:30 and 00:30 in Berlin: two days there, one in UTC.
        RetainedBackup[] backups =
            [Taken("a", new(2026, 6, 1, 21, 30, 0, TimeSpan.Zero)), Taken("b", new(2026, 6, 1, 22, 30, 0, TimeSpan.Zero))];

        Assert.Equal(["a", "b"], Kept(new() { KeepDaily = 2, TimeZone = "Europe/Berlin" }, backups));
        Assert.Equal(["b"], Kept(new() { KeepDaily = 2 }, backups));
    }

    [Fact]
    public void A_good_backup_stands_for_its_period_before_a_later_one_that_is_not_whole() =>
        Assert.Equal(["good", "yesterday"], Kept(
            new() { KeepDaily = 2 },
            Taken("partial", Now.AddHours(-1)) with { State = RetainedState.PartiallyFailed },
            Taken("good", Now.AddHours(-2)),
            Taken("yesterday", Now.AddDays(-1)) with { State = RetainedState.PartiallyFailed }));

    [Fact]
    public void Periods_without_a_backup_use_up_none() =>
        Assert.Equal(["a", "b"], Kept(new() { KeepDaily = 2 }, Daily("a", 100), Daily("b", 200), Daily("c", 300)));

    [Fact]
    public void Without_a_rule_everything_stays() =>
        Assert.Equal(["a", "b"], Kept(new(), Daily("a", 1), Daily("b", 9_000) with { State = RetainedState.Failed }));

    [Fact]
    public void Every_reason_is_given()
    {
        RetentionPolicy policy = new() { RetainDays = 30, DeleteLockDays = 7, KeepLast = 3, KeepMonthly = 12 };

        var decision = Assert.Single(policy.Decide([Daily("a", 1)], Now));

        Assert.Equal(
            [RetentionRule.DeleteLock, RetentionRule.LastGood, RetentionRule.Age, RetentionRule.Last, RetentionRule.Monthly],
            decision.Kept.Select(reason => reason.Rule));
        Assert.Equal(
            "is locked until 2026-11-27 12:00 UTC, is the last good backup of daily, expires at 2026-12-20 12:00 UTC, "
            + "is among the newest 3, is the one of the month 2026-11",
            decision.Text);
    }

    [Fact]
    public void A_policy_that_contradicts_itself_decides_nothing()
    {
        RetentionPolicy policy = new() { RetainDays = 7, DeleteLockDays = 91, KeepLast = -1, TimeZone = "Mars/Olympus" };

        var error = Assert.Throws<RetentionException>(() => policy.Decide([Daily("a", 1)], Now));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal(4, error.Problems.Count);
        Assert.All(error.Problems, problem => Assert.EndsWith(".", problem));
    }

    [Fact]
    public void A_locked_policy_can_not_be_changed_nor_unlocked()
    {
        RetentionPolicy policy = new() { RetainDays = 30, DeleteLockDays = 7, Locked = true };

        Assert.Empty(policy.ProblemsOfChange(policy with { }));
        Assert.Contains("locked", Assert.Single(policy.ProblemsOfChange(policy with { RetainDays = 60 })));
        Assert.Contains("locked", Assert.Single(policy.ProblemsOfChange(policy with { Locked = false })));
        Assert.Empty((policy with { Locked = false }).ProblemsOfChange(policy));
    }

    [Fact]
    public void What_a_backup_was_stamped_with_can_only_be_put_off()
    {
        var stamp = new RetentionPolicy { RetainDays = 30, DeleteLockDays = 7 }.StampFor(Now);

        Assert.Equal(new RetentionStamp(Now.AddDays(30), Now.AddDays(7)), stamp);
        Assert.Empty(stamp.ProblemsOfChange(new(Now.AddDays(31), Now.AddDays(8))));
        Assert.Empty(stamp.ProblemsOfChange(new(null, Now.AddDays(7))));
        Assert.Contains("put off", Assert.Single(stamp.ProblemsOfChange(new(Now.AddDays(29), Now.AddDays(7)))));
        Assert.Contains("put off", Assert.Single(stamp.ProblemsOfChange(new(Now.AddDays(30), null))));
        Assert.Contains("expire while", Assert.Single(stamp.ProblemsOfChange(new(Now.AddDays(30), Now.AddDays(31)))));
        Assert.Contains("does not expire", Assert.Single(new RetentionStamp(null, null).ProblemsOfChange(new(Now.AddDays(30), null))));
    }

    private static string[] Kept(RetentionPolicy policy, params RetainedBackup[] backups) =>
        [.. policy.Decide(backups, Now).Where(decision => decision.Keeps).Select(decision => decision.Backup.Name)];

    private static RetainedBackup Daily(string name, int daysAgo) => Taken(name, Now.AddDays(-daysAgo));

    private static RetainedBackup Taken(string name, DateTimeOffset at) => new(name, at, RetainedState.Completed) { Plan = "daily" };
}
