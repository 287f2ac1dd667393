namespace Workflows.Core.Retention;

/// <summary>
/// Which backups of a plan are kept. Every rule only keeps: a backup goes when none keeps it, and a policy without
/// rules keeps everything that has no word of its own. Ages in days are counted in hours of 24.
/// </summary>
public sealed record RetentionPolicy
{
    /// <summary>As in Backup for GKE.</summary>
    public const int MostLockDays = 90;

    private const int MostDays = 36_500;

    /// <summary>
    /// For how many days a backup is kept; null is no rule. Stamped on each backup as it is made (<see cref="StampFor"/>):
    /// a change is for backups after it.
    /// </summary>
    public int? RetainDays { get; init; }

    /// <summary>For how many days from its making nobody may delete a backup; stamped likewise.</summary>
    public int DeleteLockDays { get; init; }

    /// <summary>How a store that keeps such locks itself keeps them; others leave it to this program.</summary>
    public DeleteLockMode DeleteLockMode { get; init; }

    /// <summary>How many of the newest are kept.</summary>
    public int KeepLast { get; init; }

    /// <summary>
    /// How many hours keep a backup: the newest ones that have any, so that a pause loses none. The same for the periods
    /// that follow. Of a period the newest good one is kept, and where it has none, the newest that can be restored from.
    /// </summary>
    public int KeepHourly { get; init; }

    public int KeepDaily { get; init; }

    /// <summary>Weeks begin on Monday.</summary>
    public int KeepWeekly { get; init; }

    public int KeepMonthly { get; init; }

    public int KeepYearly { get; init; }

    /// <summary>For how many days a failed backup that has no word of its own is kept to be looked at.</summary>
    public int KeepFailedDays { get; init; } = 7;

    /// <summary>The zone whose hours, days, weeks, months and years count, as IANA names it.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Whether the policy may never be changed again.</summary>
    public bool Locked { get; init; }

    /// <summary>Whether any rule says that backups are not kept for ever.</summary>
    internal bool HasRules =>
        RetainDays is not null || KeepLast + KeepHourly + KeepDaily + KeepWeekly + KeepMonthly + KeepYearly > 0;

    /// <summary>What is wrong with it, a sentence each.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        _ = Schedules.TimeZones.Find(TimeZone, problems);
        if (DeleteLockDays is < 0 or > MostLockDays)
        {
            problems.Add($"A delete lock of {DeleteLockDays} days is not within 0 and {MostLockDays}.");
        }

        if (RetainDays is < 1 or > MostDays)
        {
            problems.Add($"Keeping backups for {RetainDays} days is not within 1 and {MostDays}: leave it out to keep them for ever.");
        }

        if (RetainDays < DeleteLockDays)
        {
            problems.Add($"Backups that nobody may delete for {DeleteLockDays} days can't expire after {RetainDays}.");
        }

        foreach (var (what, count) in Counts())
        {
            if (count is < 0 or > MostDays)
            {
                problems.Add($"To keep {count} {what} is not within 0 and {MostDays}.");
            }
        }

        return problems;
    }

    /// <summary>What is wrong with putting a policy in the place of this one, a sentence each.</summary>
    public IReadOnlyList<string> ProblemsOfChange(RetentionPolicy to)
    {
        ArgumentNullException.ThrowIfNull(to);
        return Locked && to != this
            ? ["The retention policy is locked: it stays as it is, and so does the lock. Make another plan."]
            : to.Problems();
    }

    /// <summary>What a backup that is made now is stamped with.</summary>
    /// <param name="takenAt">When it was begun.</param>
    public RetentionStamp StampFor(DateTimeOffset takenAt) =>
        new(RetainDays is { } days ? takenAt.AddDays(days) : null, DeleteLockDays > 0 ? takenAt.AddDays(DeleteLockDays) : null);

    /// <summary>Decides about each backup, in the order given. Backups of several plans are judged plan by plan.</summary>
    /// <exception cref="RetentionException">The policy has problems; nothing was decided.</exception>
    public IReadOnlyList<RetentionDecision> Decide(IReadOnlyCollection<RetainedBackup> backups, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(backups);
        if (Problems() is { Count: > 0 } problems)
        {
            throw new RetentionException(problems);
        }

        var reasons = backups.GroupBy(backup => backup.Plan)
            .SelectMany(plan => new PlanRetention(this, [.. plan], now).Reasons())
            .ToLookup(kept => kept.Backup, kept => kept.Reason, ReferenceEqualityComparer.Instance);
        return [.. backups.Select(backup => RetentionText.Decision(backup, [.. reasons[backup]]))];
    }

    private IEnumerable<(string What, int Count)> Counts() =>
    [
        ("of the newest", KeepLast), ("hourly ones", KeepHourly), ("daily ones", KeepDaily), ("weekly ones", KeepWeekly),
        ("monthly ones", KeepMonthly), ("yearly ones", KeepYearly), ("days of failed ones", KeepFailedDays),
    ];
}
