using Workflows.Core.Schedules;

namespace Workflows.Core.Retention;

/// <summary>The reasons that keep the backups of one plan.</summary>
internal sealed class PlanRetention(RetentionPolicy policy, IReadOnlyList<RetainedBackup> backups, DateTimeOffset now)
{
    /// <summary>What can be restored from, newest first; of two at the same moment the name decides.</summary>
    private readonly RetainedBackup[] usable =
    [
        .. backups.Where(backup => backup.IsUsable)
            .OrderByDescending(backup => backup.TakenAt)
            .ThenByDescending(backup => backup.Name, StringComparer.Ordinal),
    ];

    /// <summary>Every reason with the backup that it keeps; those of one backup in the rules' order.</summary>
    public IEnumerable<(RetainedBackup Backup, RetentionReason Reason)> Reasons() =>
        backups.SelectMany(backup => DeletionGuard.WhyNot(backup, policy.DeleteLockDays, now).Select(reason => (backup, reason)))
            .Concat(LastGood())
            .Concat(ByAge())
            .Concat(usable.Take(policy.KeepLast).Select(backup =>
                (backup, new RetentionReason(RetentionRule.Last, $"is among the newest {policy.KeepLast}"))))
            .Concat(ByPeriod(Period.Hour, policy.KeepHourly))
            .Concat(ByPeriod(Period.Day, policy.KeepDaily))
            .Concat(ByPeriod(Period.Week, policy.KeepWeekly))
            .Concat(ByPeriod(Period.Month, policy.KeepMonthly))
            .Concat(ByPeriod(Period.Year, policy.KeepYearly));

    private IEnumerable<(RetainedBackup, RetentionReason)> LastGood()
    {
        if (usable is [{ Plan: { } plan }, ..])
        {
            var last = Best(usable);
            yield return (last, new(RetentionRule.LastGood, last.State is RetainedState.Completed
                ? $"is the last good backup of {plan}"
                : $"is the last backup of {plan} that can be restored from at all"));
        }
    }

    private IEnumerable<(RetainedBackup, RetentionReason)> ByAge()
    {
        foreach (var backup in backups)
        {
            var failed = backup.State is RetainedState.Failed;
            if ((backup.ExpiresAt ?? backup.TakenAt.AddDays(policy.RetainDays ?? 0)) is var expires
                && expires > now
                && (backup.ExpiresAt is not null || policy.RetainDays is not null))
            {
                yield return (backup, new(RetentionRule.Age, $"expires at {RetentionText.Moment(expires)}"));
            }
            else if (backup.ExpiresAt is null && !policy.HasRules)
            {
                yield return (backup, new(RetentionRule.NoLimit, "has no limit, nor has its plan"));
            }
            else if (failed && backup.ExpiresAt is null && policy.RetainDays is null
                && backup.TakenAt.AddDays(policy.KeepFailedDays) is var until && until > now)
            {
                yield return (backup, new(RetentionRule.FailedLately, $"failed, and can be looked at until {RetentionText.Moment(until)}"));
            }
        }
    }

    private IEnumerable<(RetainedBackup, RetentionReason)> ByPeriod(Period period, int count)
    {
        if (count == 0)
        {
            return [];
        }

        var clock = new ZoneClock(TimeZoneInfo.FindSystemTimeZoneById(policy.TimeZone));
        return usable.GroupBy(backup => period.Of(backup.TakenAt, clock))
            .Take(count)
            .Select(slot => (Best([.. slot]), new RetentionReason(period.Rule, $"is the one of the {period.Name} {slot.Key}")));
    }

    /// <summary>The newest good one, or else the newest. Once it is that, only a newer one takes its place.</summary>
    private static RetainedBackup Best(RetainedBackup[] newestFirst) =>
        Array.Find(newestFirst, backup => backup.State is RetainedState.Completed) ?? newestFirst[0];
}
