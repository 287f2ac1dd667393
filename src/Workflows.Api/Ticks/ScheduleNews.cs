using Microsoft.Extensions.Logging;
using Workflows.Activities.Schedules;

namespace Workflows.Api.Ticks;

/// <summary>Tells what became of schedules. What stays as it was is not told again.</summary>
public sealed class ScheduleNews(IHostLog log)
{
    private readonly Dictionary<string, string> told = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public void Tell(ScheduleResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Started is { } started)
        {
            log.Write(LogLevel.Information, "scheduled", ("schedule", result.Title), ("backup", started), ("next", result.NextDue));
        }

        foreach (var skipped in result.Skipped)
        {
            log.Write(
                LogLevel.Warning, "skipped", ("schedule", result.Title), ("runs", skipped.Count), ("first", skipped.First), ("reason", skipped.Reason));
        }

        if (result.IsNewlyMissed)
        {
            log.Write(LogLevel.Warning, "rpoMissed", ("schedule", result.Title), ("plan", result.Plan), ("since", result.MissedSince));
        }

        if (IsNewProblem(result))
        {
            log.Write(LogLevel.Error, "schedule", ("schedule", result.Title), ("message", result.Problem));
        }
    }

    private bool IsNewProblem(ScheduleResult result)
    {
        lock (gate)
        {
            if (result.Problem is not { } problem)
            {
                told.Remove(result.Title);
                return false;
            }

            var isNew = !told.TryGetValue(result.Title, out var before) || before != problem;
            told[result.Title] = problem;
            return isNew;
        }
    }
}
