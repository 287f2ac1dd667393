using System.Diagnostics.CodeAnalysis;
using Workflows.Core.Schedules.Cron;

namespace Workflows.Core.Schedules;

/// <summary>
/// When something is due: a cron expression of five fields, in a time zone.
/// </summary>
/// <remarks>
/// <para>
/// <b>Grammar</b>: crontab(5) as robfig's cron v3 reads it, which Kubernetes and Velero use: numbers, names (<c>jan</c>,
/// <c>mon</c>), ranges, steps (<c>*/5</c>, <c>10-30/5</c>, and <c>5/15</c> for <c>5-59/15</c>), lists, <c>?</c> for
/// <c>*</c>, <c>@yearly</c>, <c>@annually</c>, <c>@monthly</c>, <c>@weekly</c>, <c>@daily</c>, <c>@midnight</c>,
/// <c>@hourly</c>, and the prefix <c>CRON_TZ=Europe/Berlin</c> or <c>TZ=…</c>. Also 7 for Sunday, as crontab(5) has it.
/// Where both the day of the month and the day of the week are given, either is enough. <c>@every 90m</c> is due at
/// whole multiples of the interval since 1970-01-01T00:00Z, in any zone, so that a restart does not shift it.
/// </para>
/// <para>
/// <b>When clocks change</b>: a schedule that names hours (<c>30 2 * * *</c>, <c>0 */6 * * *</c>) follows the clock on
/// the wall, and each of its times is due exactly once a day. A time that the clock jumps over is due at the moment
/// of the jump (several of them: once, together); a time that the clock shows twice is due at its first showing. A
/// schedule with every hour in it (<c>*/15 * * * *</c>, <c>30 * * * *</c>) follows real time: nothing is due for an
/// hour that did not happen, and the repeated hour is an hour like any other. This is what Debian's cron does. robfig's
/// cron, and so a Kubernetes CronJob, loses the run in the skipped hour and runs twice in the repeated one; a nightly
/// backup must not be lost.
/// </para>
/// </remarks>
public sealed class CronSchedule
{
    private static readonly DateTimeOffset FirstAsked = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LastAsked = new(9900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly IDueTimes times;

    private CronSchedule(string expression, TimeZoneInfo timeZone, IDueTimes times)
    {
        Expression = expression;
        TimeZone = timeZone;
        this.times = times;
    }

    /// <summary>The expression without its zone.</summary>
    public string Expression { get; }

    /// <summary>The zone whose clocks are followed.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>Reads a schedule.</summary>
    /// <param name="expression">Five fields or a macro; may begin with <c>CRON_TZ=</c> or <c>TZ=</c> and a zone.</param>
    /// <param name="timeZone">An IANA zone (<c>Europe/Berlin</c>); null is the expression's own, or else UTC.</param>
    /// <exception cref="ScheduleException">It can't be understood, or is never due; every problem is in it.</exception>
    public static CronSchedule Parse(string expression, string? timeZone = null) =>
        TryParse(expression, timeZone, out var schedule, out var problems) ? schedule : throw new ScheduleException(problems);

    /// <summary>Reads a schedule; see <see cref="Parse"/>.</summary>
    /// <param name="problems">What is wrong with it, a sentence each; empty when it was read.</param>
    public static bool TryParse(
        string expression,
        string? timeZone,
        [NotNullWhen(true)] out CronSchedule? schedule,
        out IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var found = new List<string>();
        var (ownZone, fields) = SplitZone(expression.Trim());
        if (ownZone is not null && timeZone is not null && ownZone != timeZone)
        {
            found.Add($"The expression names the time zone \"{ownZone}\" and the schedule \"{timeZone}\": name one.");
        }

        var zone = TimeZones.Find(ownZone ?? timeZone ?? "UTC", found);
        var read = new CronExpressionParser(found).Parse(fields);
        schedule = found.Count == 0 && zone is not null && read is not null
            ? new CronSchedule(fields, zone, read(new ZoneClock(zone)))
            : null;
        problems = found;
        return schedule is not null;
    }

    /// <summary>The first time due after an instant, in UTC. Never the instant itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is before the year 1900 or after 9899.</exception>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after, FirstAsked);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(after, LastAsked);
        return new DateTimeOffset(times.Next(after.UtcDateTime), TimeSpan.Zero);
    }

    /// <summary>
    /// Every time due after <paramref name="from"/>, up to and with <paramref name="to"/>, in order, in UTC: two calls
    /// of which one ends where the other begins yield each time once.
    /// </summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset to)
    {
        for (var due = from; due < to;)
        {
            due = Next(due);
            if (due <= to)
            {
                yield return due;
            }
        }
    }

    /// <summary>The expression with its zone, as it can be read again.</summary>
    public override string ToString() => $"CRON_TZ={TimeZone.Id} {Expression}";

    private static (string? Zone, string Fields) SplitZone(string expression)
    {
        foreach (var prefix in (string[])["CRON_TZ=", "TZ="])
        {
            if (expression.StartsWith(prefix, StringComparison.Ordinal))
            {
                var rest = expression[prefix.Length..];
                var end = rest.AsSpan().IndexOfAny(' ', '\t');
                return end < 0 ? (rest, "") : (rest[..end], rest[end..].Trim());
            }
        }

        return (null, expression);
    }
}
