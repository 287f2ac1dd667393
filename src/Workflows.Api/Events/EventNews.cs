using Microsoft.Extensions.Logging;
using Workflows.Activities.Events.Incoming;
using Workflows.Api.Ticks;

namespace Workflows.Api.Events;

/// <summary>Tells a host's log what was done about events that came: who sent them seldom looks at the answer.</summary>
public static class EventNews
{
    public static void Tell(IHostLog log, EventReport report)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(report);
        foreach (var (received, rules) in report.Events)
        {
            foreach (var rule in rules)
            {
                log.Write(
                    rule.Problem is null ? LogLevel.Information : LogLevel.Warning,
                    "event",
                    ("type", received.Type),
                    ("id", received.Id),
                    ("rule", rule.Rule),
                    ("outcome", rule.Outcome),
                    ("instances", rule.Instances.Count == 0 ? null : rule.Instances),
                    ("message", rule.Problem));
            }
        }

        foreach (var (rule, problem) in report.Unreadable)
        {
            log.Write(LogLevel.Error, "event", ("rule", rule), ("message", problem));
        }
    }
}
