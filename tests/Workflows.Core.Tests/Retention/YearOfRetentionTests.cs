using System.Globalization;
using Workflows.Core.Retention;

namespace Workflows.Core.Tests.Retention;

/// <summary>
/// Backups every few hours for more than a year, some of them failed, with retention applied each day or so: what is
/// left at any time is what generations promise of all that were ever made.
/// </summary>
public sealed class YearOfRetentionTests
{
    private static readonly DateTimeOffset Begin = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Campaign.IsFull ? 200 : 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Applied_each_day_it_keeps_what_it_would_have_kept_of_everything(int seed)
    {
        var random = new Random(seed);
        RetentionPolicy policy = new()
        {
            KeepLast = random.Next(4), KeepHourly = random.Next(30), KeepDaily = random.Next(1, 10), KeepWeekly = random.Next(6),
            KeepMonthly = random.Next(14), KeepYearly = random.Next(3), TimeZone = "Europe/Berlin",
        };
        var (ever, left, now) = (new List<RetainedBackup>(), new List<RetainedBackup>(), Begin);
        for (var i = 0; now < Begin.AddDays(430); i++)
        {
            now = now.AddMinutes(random.Next(10) == 0 ? random.Next(8_000) : random.Next(60, 800));
            RetainedBackup made = new($"b{i:00000}", now, RandomState(random)) { Plan = "daily" };
            ever.Add(made);
            left.Add(made);
            if (random.Next(3) == 0)
            {
                left = [.. policy.Decide(left, now).Where(decision => decision.Keeps).Select(decision => decision.Backup)];
                Assert.Empty(Promised(policy, ever).Select(backup => backup.Name).Except(left.Select(backup => backup.Name)));
            }
        }

        Assert.True(left.Count < ever.Count / 4, $"{left.Count} of {ever.Count} are left.");
    }

    /// <summary>The definition, in other words than the code: of the last n periods with anything usable, the best.</summary>
    private static IEnumerable<RetainedBackup> Promised(RetentionPolicy policy, List<RetainedBackup> ever)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(policy.TimeZone);
        var usable = ever.Where(backup => backup.State is not RetainedState.Failed)
            .Select(backup => (Backup: backup, Local: TimeZoneInfo.ConvertTime(backup.TakenAt, zone)))
            .ToArray();
        (int Count, Func<DateTimeOffset, object> Period)[] rules =
        [
            (policy.KeepHourly, local => (local.Date, local.Hour, local.Offset)),
            (policy.KeepDaily, local => local.Date),
            (policy.KeepWeekly, local => (ISOWeek.GetYear(local.Date), ISOWeek.GetWeekOfYear(local.Date))),
            (policy.KeepMonthly, local => (local.Year, local.Month)),
            (policy.KeepYearly, local => local.Year),
        ];
        return rules
            .SelectMany(rule => usable.GroupBy(item => rule.Period(item.Local)).TakeLast(rule.Count))
            .Select(slot => slot
                .OrderBy(item => item.Backup.State is RetainedState.Completed)
                .ThenBy(item => item.Backup.TakenAt)
                .Last().Backup)
            .Concat(usable.TakeLast(policy.KeepLast).Select(item => item.Backup));
    }

    private static RetainedState RandomState(Random random) => random.Next(6) switch
    {
        0 => RetainedState.Failed,
        1 => RetainedState.PartiallyFailed,
        _ => RetainedState.Completed,
    };
}
