using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>schedule get</c> for people.</summary>
internal static class ScheduleListView
{
    public static void Write(TextOutput output, ScheduleListDocument document)
    {
        if (document.Schedules.Count == 0 && document.Unreadable is null)
        {
            output.Line($"There are no schedules in {document.Store}.");
            return;
        }

        var table = new TextTable(
            new("SCHEDULE"), new("PLAN"), new("WHEN"), new("PAUSED"), new("NEXT"), new("TARGET MISSED SINCE"));
        foreach (var schedule in document.Schedules)
        {
            table.Add(
                $"{schedule.Kind.ToLowerInvariant()}/{schedule.Name}",
                schedule.Plan,
                When(schedule),
                schedule.Paused ? new TextTable.Cell("yes", Tone.Attention) : "no",
                Cells.Moment(schedule.NextDue),
                schedule.MissedSince is { } since ? new TextTable.Cell(Humanize.Moment(since), Tone.Bad) : Cells.Moment(null));
        }

        output.Table(table);
        foreach (var unreadable in document.Unreadable ?? [])
        {
            output.Line($"{unreadable.Name}: {unreadable.Message}", Tone.Bad);
        }
    }

    private static string When(ScheduleDocument schedule) => schedule switch
    {
        { TargetMinutes: { } minutes } => $"rpo {Humanize.Duration(TimeSpan.FromMinutes(minutes))}",
        { TimeZone: "UTC" } => schedule.Cron!,
        _ => $"{schedule.Cron} ({schedule.TimeZone})",
    };
}
