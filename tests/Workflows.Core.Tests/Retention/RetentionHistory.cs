using FsCheck;
using FsCheck.Fluent;
using Workflows.Core.Retention;

namespace Workflows.Core.Tests.Retention;

/// <summary>One thing that happens to the backups of two plans.</summary>
/// <param name="Kind">What.</param>
/// <param name="Hours">How much later than the thing before it.</param>
/// <param name="Index">Which backup, where it is about one.</param>
internal sealed record RetentionEvent(RetentionEventKind Kind, int Hours, int Index);

internal enum RetentionEventKind
{
    Good,
    Partial,
    Failed,
    Begun,
    Ended,
    Held,
    Released,
    Extended,
    PolicyChanged,
    Applied,
}

/// <summary>A random history: which policies there are in turn, and what happens.</summary>
internal sealed record RetentionHistory(RetentionPolicy[] Policies, RetentionEvent[] Events)
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 31, 22, 0, 0, TimeSpan.Zero);

    public static Gen<RetentionPolicy> RandomPolicy { get; } =
        from days in Gen.Frequency((2, Gen.Constant<int?>(null)), (3, Gen.Choose(1, 60).Select(day => (int?)day)))
        from locked in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Choose(0, 90)))
        from counts in Gen.Frequency((2, Gen.Constant(0)), (3, Gen.Choose(1, 5))).ListOf(6)
        from zone in Gen.Elements("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
        select new RetentionPolicy
        {
            RetainDays = days is { } least ? Math.Max(least, locked) : null,
            DeleteLockDays = locked,
            KeepLast = counts[0],
            KeepHourly = counts[1],
            KeepDaily = counts[2],
            KeepWeekly = counts[3],
            KeepMonthly = counts[4],
            KeepYearly = counts[5],
            TimeZone = zone,
        };

    public static Gen<RetentionHistory> All { get; } =
        from policies in RandomPolicy.NonEmptyListOf()
        from events in OneEvent().ListOf()
        select new RetentionHistory([.. policies], [.. events]);

    /// <summary>Plays it.</summary>
    /// <param name="applied">Told of each time that retention was applied: what there was, the decisions, the time, the policy.</param>
    public void Play(Action<IReadOnlyList<RetainedBackup>, IReadOnlyList<RetentionDecision>, DateTimeOffset, RetentionPolicy> applied)
    {
        var backups = new List<RetainedBackup>();
        var (now, policy) = (Begin, Policies[0]);
        for (var i = 0; i < Events.Length; i++)
        {
            var (kind, hours, index) = Events[i];
            now = now.AddHours(hours);
            switch (kind)
            {
                case RetentionEventKind.PolicyChanged:
                    policy = Policies[index % Policies.Length];
                    break;
                case RetentionEventKind.Applied:
                    var decisions = policy.Decide(backups, now);
                    applied(backups, decisions, now, policy);
                    backups = [.. decisions.Where(decision => decision.Keeps).Select(decision => decision.Backup)];
                    break;
                case RetentionEventKind.Good or RetentionEventKind.Partial or RetentionEventKind.Failed or RetentionEventKind.Begun:
                    backups.Add(Made(kind, $"b{i}", index, now, policy));
                    break;
                default:
                    if (backups.Count > 0)
                    {
                        backups[index % backups.Count] = Changed(kind, backups[index % backups.Count]);
                    }

                    break;
            }
        }
    }

    private static RetainedBackup Made(RetentionEventKind kind, string name, int index, DateTimeOffset now, RetentionPolicy policy)
    {
        var stamp = policy.StampFor(now);
        var state = kind switch
        {
            RetentionEventKind.Good => RetainedState.Completed,
            RetentionEventKind.Partial => RetainedState.PartiallyFailed,
            RetentionEventKind.Failed => RetainedState.Failed,
            _ => RetainedState.InProgress,
        };
        return new(name, now, state)
        {
            Plan = (index % 7) switch { < 3 => "east", < 6 => "west", _ => null },
            ExpiresAt = stamp.ExpiresAt,
            LockedUntil = stamp.LockedUntil,
        };
    }

    private static RetainedBackup Changed(RetentionEventKind kind, RetainedBackup backup) => kind switch
    {
        RetentionEventKind.Held => backup with { LegalHold = true },
        RetentionEventKind.Released => backup with { LegalHold = false },
        RetentionEventKind.Extended => backup with { LockedUntil = (backup.LockedUntil ?? backup.TakenAt).AddDays(20) },
        RetentionEventKind.Ended when backup.State is RetainedState.InProgress => backup with { State = RetainedState.Completed },
        _ => backup,
    };

    private static Gen<RetentionEvent> OneEvent() =>
        from kind in Gen.Frequency(
            (6, Gen.Constant(RetentionEventKind.Good)),
            (4, Gen.Elements(Enum.GetValues<RetentionEventKind>())),
            (3, Gen.Constant(RetentionEventKind.Applied)))
        from hours in Gen.Frequency((3, Gen.Choose(0, 3)), (3, Gen.Choose(10, 40)), (1, Gen.Choose(100, 2_000)))
        from index in Gen.Choose(0, 1_000)
        select new RetentionEvent(kind, hours, index);
}
