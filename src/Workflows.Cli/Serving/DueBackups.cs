using Workflows.Activities.Events.Outgoing;
using Workflows.Activities.Schedules;

namespace Workflows.Cli.Serving;

/// <summary>Starts the backups that are due by what is declared in the service's store, and tells what it can't start.</summary>
/// <param name="schedules">What is due.</param>
/// <param name="outbox">Where others are told of targets that are missed; null where nobody is told.</param>
/// <param name="log">The service's log. What stays as it was is not told again.</param>
internal sealed class DueBackups(ScheduleTick schedules, EventOutbox? outbox, ServiceLog log) : ITick
{
    private readonly Dictionary<string, string> told = new(StringComparer.Ordinal);

    public async Task TickAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var report = await schedules.RunAsync(now, cancellationToken);
        foreach (var result in report.Schedules)
        {
            Tell(result);
        }

        if (outbox is not null)
        {
            await outbox.TellMissedAsync(report, cancellationToken);
        }
    }

    private void Tell(ScheduleResult result)
    {
        if (result.Started is { } started)
        {
            log.Write(ServiceLog.Info, "scheduled", ("schedule", result.Title), ("backup", started), ("next", result.NextDue));
        }

        foreach (var skipped in result.Skipped)
        {
            log.Write(
                "warning", "skipped", ("schedule", result.Title), ("runs", skipped.Count), ("first", skipped.First), ("reason", skipped.Reason));
        }

        if (result.IsNewlyMissed)
        {
            log.Write("warning", "rpoMissed", ("schedule", result.Title), ("plan", result.Plan), ("since", result.MissedSince));
        }

        if (result.Problem is not { } problem)
        {
            told.Remove(result.Title);
        }
        else if (!told.TryGetValue(result.Title, out var before) || before != problem)
        {
            told[result.Title] = problem;
            log.Write(ServiceLog.Error, "schedule", ("schedule", result.Title), ("message", problem));
        }
    }
}
