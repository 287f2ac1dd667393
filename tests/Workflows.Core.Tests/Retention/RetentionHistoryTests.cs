using FsCheck;
using FsCheck.Fluent;
using Workflows.Core.Retention;

namespace Workflows.Core.Tests.Retention;

/// <summary>What holds however backups are made, policies changed and retention applied.</summary>
public sealed class RetentionHistoryTests
{
    [Fact]
    public void Nothing_that_is_locked_held_or_at_work_ever_goes() =>
        AtEveryApplication((_, decisions, now, _) => Assert.All(Gone(decisions), backup =>
        {
            Assert.False(backup.LegalHold);
            Assert.False(backup.LockedUntil > now);
            Assert.NotEqual(RetainedState.InProgress, backup.State);
        }));

    [Fact]
    public void The_last_good_backup_of_a_plan_never_goes() =>
        AtEveryApplication((before, decisions, _, _) =>
        {
            var left = decisions.Where(decision => decision.Keeps).Select(decision => decision.Backup).ToHashSet();
            foreach (var plan in (string[])["east", "west"])
            {
                var usable = before.Where(backup => backup.Plan == plan && backup.IsUsable).ToArray();
                var good = usable.Where(backup => backup.State is RetainedState.Completed).ToArray();
                var last = (good.Length > 0 ? good : usable).Select(backup => (DateTimeOffset?)backup.TakenAt).Max();
                Assert.True(last is null || left.Any(backup => backup.Plan == plan && backup.TakenAt == last && backup.IsUsable));
            }
        });

    [Fact]
    public void Nothing_goes_before_it_expires() =>
        AtEveryApplication((_, decisions, now, _) => Assert.All(Gone(decisions), backup => Assert.False(backup.ExpiresAt > now)));

    [Fact]
    public void Every_backup_is_decided_about_once_and_in_words() =>
        AtEveryApplication((before, decisions, _, _) =>
        {
            Assert.Equal(before, decisions.Select(decision => decision.Backup));
            Assert.All(decisions, decision => Assert.NotEmpty(decision.Text));
        });

    [Fact]
    public void What_is_left_stays_when_retention_is_applied_again() =>
        AtEveryApplication((_, decisions, now, policy) =>
        {
            RetainedBackup[] left = [.. decisions.Where(decision => decision.Keeps).Select(decision => decision.Backup)];
            Assert.Equal(
                decisions.Where(decision => decision.Keeps).Select(decision => decision.Text),
                policy.Decide(left, now).Select(decision => decision.Keeps ? decision.Text : "goes"));
        });

    [Fact]
    public void The_order_of_the_list_does_not_matter() =>
        AtEveryApplication((before, decisions, now, policy) => Assert.Equal(
            Gone(decisions).Select(backup => backup.Name).Order(StringComparer.Ordinal),
            Gone(policy.Decide([.. before.Reverse()], now)).Select(backup => backup.Name).Order(StringComparer.Ordinal)));

    [Fact]
    public void A_policy_that_keeps_more_of_everything_lets_nothing_more_go() =>
        AtEveryApplication((before, decisions, now, policy) =>
        {
            var more = policy with
            {
                KeepLast = policy.KeepLast + 1,
                KeepHourly = policy.KeepHourly + 1,
                KeepDaily = policy.KeepDaily + 1,
                KeepWeekly = policy.KeepWeekly + 1,
                KeepMonthly = policy.KeepMonthly + 1,
                KeepYearly = policy.KeepYearly + 1,
            };
            // A policy without any rule keeps all, so more rules are less there.
            if (policy.KeepLast + policy.KeepDaily > 0 || policy.RetainDays is not null)
            {
                Assert.Empty(Gone(more.Decide(before, now)).Except(Gone(decisions)));
            }
        });

    private static RetainedBackup[] Gone(IEnumerable<RetentionDecision> decisions) =>
        [.. decisions.Where(decision => !decision.Keeps).Select(decision => decision.Backup)];

    private static void AtEveryApplication(
        Action<IReadOnlyList<RetainedBackup>, IReadOnlyList<RetentionDecision>, DateTimeOffset, RetentionPolicy> check)
    {
        var gone = 0;
        // Seven properties, each over whole histories.
        Check.One(Campaign.Config.WithMaxTest(Campaign.IsFull ? 3_000 : 200), Prop.ForAll(RetentionHistory.All.ToArbitrary(), history =>
            history.Play((before, decisions, now, policy) =>
            {
                gone += Gone(decisions).Length;
                check(before, decisions, now, policy);
            })));
        Assert.True(gone > 50, $"Only {gone} backups went in all the histories.");
    }
}
