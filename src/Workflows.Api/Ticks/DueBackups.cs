using Workflows.Activities.Events.Outgoing;
using Workflows.Activities.Schedules;

namespace Workflows.Api.Ticks;

/// <summary>Starts the backups that are due by what is declared in the service's store, and tells what it can't start.</summary>
/// <param name="schedules">What is due.</param>
/// <param name="outbox">Where others are told of targets that are missed; null where nobody is told.</param>
/// <param name="news">What is told of it.</param>
public sealed class DueBackups(ScheduleTick schedules, EventOutbox? outbox, ScheduleNews news) : ITick
{
    public async Task TickAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var report = await schedules.RunAsync(now, cancellationToken);
        foreach (var result in report.Schedules)
        {
            news.Tell(result);
        }

        if (outbox is not null)
        {
            await outbox.TellMissedAsync(report, cancellationToken);
        }
    }
}
