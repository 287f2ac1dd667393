using Workflows.Core.Schedules;
using Workflows.Core.Schedules.Rpo;

namespace Workflows.Core.Plans.Reading;

/// <summary>How a schedule is written.</summary>
internal static class ScheduleFields
{
    private const int MostMinutesOfGrace = 24 * 60;

    public static ScheduleSpec Read(FieldReader fields)
    {
        var cron = fields.Text("cron", "Five fields or a macro such as @daily, as Kubernetes' CronJobs have them; or rpo.");
        var zone = fields.Text("timeZone", "The IANA zone of cron and of exclusion windows, such as Europe/Berlin. Default: UTC.");
        var rpo = fields.Section("rpo", "A recovery point objective in place of cron.", rpo => ReadRpo(rpo, zone));
        var defaults = new SchedulePolicy();
        SchedulePolicy policy = new()
        {
            Paused = fields.Flag("paused", "Whether nothing is started. What comes due meanwhile is not made up for.") ?? false,
            Missed = fields.Choice<MissedRuns>("missedRuns", "What becomes of runs that nobody was there to start. Default: runOnce.")
                ?? defaults.Missed,
            MissedLimit = fields.Integer("missedLimit", 1, 1_000, "With runAll: how many are made up for at most. Default: 24.")
                ?? defaults.MissedLimit,
            Grace = fields.Integer("graceMinutes", 0, MostMinutesOfGrace, "With missedRuns skip: how late a run may start. Default: 5.")
                is { } minutes ? TimeSpan.FromMinutes(minutes) : defaults.Grace,
            Overlap = fields.Choice<OverlapPolicy>("overlap", "What becomes of a run that comes due while another goes. Default: skip.")
                ?? defaults.Overlap,
        };
        if (fields.Has("cron") == fields.Has("rpo"))
        {
            fields.Report(null, ["A schedule has either cron or rpo."]);
        }

        return new ScheduleSpec { Cron = cron is null ? null : ReadCron(fields, cron, zone), Rpo = rpo, Policy = policy };
    }

    private static CronSchedule? ReadCron(FieldReader fields, string cron, string? zone)
    {
        if (!CronSchedule.TryParse(cron, zone, out var schedule, out var problems))
        {
            fields.Report("cron", problems);
        }

        return schedule;
    }

    private static RpoTarget? ReadRpo(FieldReader fields, string? zone)
    {
        fields.Require("targetMinutes");
        var minutes = fields.Integer(
            "targetMinutes", RpoTarget.LeastMinutes, RpoTarget.MostMinutes, "How old the last good backup may get, in minutes.");
        var windows = fields.Sections("exclusionWindows", "When no backup starts; one at most may recur.", ReadWindow);
        if (minutes is null)
        {
            return null;
        }

        try
        {
            return new RpoTarget(minutes.Value, windows, zone ?? "UTC");
        }
        catch (ScheduleException wrong)
        {
            fields.Report(null, wrong.Problems);
            return null;
        }
    }

    private static ExclusionWindow? ReadWindow(FieldReader fields)
    {
        var start = fields.RequiredText("startTime", "When it begins, such as 22:00.");
        fields.Require("duration");
        var duration = fields.Duration("duration", "How long it is, as Go writes it: 90m, 4h.");
        var date = fields.Text("singleOccurrenceDate", "The day of a window that occurs once, such as 2026-12-24.");
        var daily = fields.Flag("daily", "Whether it begins every day.") ?? false;
        var days = Days(fields, fields.Texts("daysOfWeek", "The days on which it begins: sunday to saturday."));
        if ((date is null ? 0 : 1) + (daily ? 1 : 0) + (days.Count > 0 ? 1 : 0) != 1)
        {
            fields.Report(null, ["A window has one of singleOccurrenceDate, daily: true and daysOfWeek."]);
            return null;
        }

        var day = default(DateOnly);
        if (date is not null && !DateOnly.TryParseExact(date, "yyyy-MM-dd", out day))
        {
            fields.Report("singleOccurrenceDate", ["A day is expected here, such as 2026-12-24."]);
        }

        if (!TimeOnly.TryParseExact(start, "HH:mm", out var time))
        {
            fields.Report("startTime", start.Length > 0 ? ["A time of day is expected here, such as 22:00."] : []);
        }

        return date is not null ? ExclusionWindow.Once(day, time, duration ?? ExclusionWindow.Shortest)
            : daily ? ExclusionWindow.Daily(time, duration ?? ExclusionWindow.Shortest)
            : ExclusionWindow.Weekly(days, time, duration ?? ExclusionWindow.Shortest);
    }

    private static List<DayOfWeek> Days(FieldReader fields, IReadOnlyList<string> names)
    {
        var days = new List<DayOfWeek>();
        foreach (var name in names)
        {
            if (Array.Find(Enum.GetNames<DayOfWeek>(), day => day.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known)
            {
                days.Add(Enum.Parse<DayOfWeek>(known));
            }
            else
            {
                fields.Report("daysOfWeek", [$"\"{name}\" is no day of the week: write it out, as in monday."]);
            }
        }

        return days;
    }
}
