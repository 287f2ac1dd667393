namespace Workflows.Core.Retention;

/// <summary>What forbids to delete a backup, whoever asks: retention or a person.</summary>
public static class DeletionGuard
{
    /// <summary>Every reason that forbids it; none when it may be deleted.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="deleteLockDays">Its plan's lock, for a backup without a stamp.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<RetentionReason> WhyNot(RetainedBackup backup, int deleteLockDays, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(backup);
        if (backup.State is RetainedState.InProgress)
        {
            yield return new(RetentionRule.InProgress, "is being made");
        }

        if (backup.InUse)
        {
            yield return new(RetentionRule.InUse, "is being read");
        }

        if (backup.LegalHold)
        {
            yield return new(RetentionRule.LegalHold, "is under a legal hold");
        }

        var locked = backup.LockedUntil ?? backup.TakenAt.AddDays(deleteLockDays);
        if (locked > now && (backup.LockedUntil is not null || deleteLockDays > 0))
        {
            yield return new(RetentionRule.DeleteLock, $"is locked until {RetentionText.Moment(locked)}");
        }
    }
}
