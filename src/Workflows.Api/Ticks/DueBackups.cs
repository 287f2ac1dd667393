using Workflows.Activities.Schedules;

namespace Workflows.Api.Ticks;

/// <summary>Starts the backups that are due by what is declared in the service's store, and tells what it can't start.</summary>
/// <param name="schedules">What is due.</param>
/// <param name="news">What is told of it.</param>
public sealed class DueBackups(ScheduleTick schedules, ScheduleNews news) : ITick
{
    public async Task TickAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var result in (await schedules.RunAsync(now, cancellationToken)).Schedules)
        {
            news.Tell(result);
        }
    }
}
