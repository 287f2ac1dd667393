using Workflows.Activities.Events.Incoming;

namespace Workflows.Cli.Serving;

/// <summary>Tells the service's log what was done about events that came: who sent them seldom looks at the answer.</summary>
internal static class EventLog
{
    public static void Write(ServiceLog log, EventReport report)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(report);
        foreach (var (received, rules) in report.Events)
        {
            foreach (var rule in rules)
            {
                log.Write(
                    rule.Problem is null ? ServiceLog.Info : "warning",
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
            log.Write(ServiceLog.Error, "event", ("rule", rule), ("message", problem));
        }
    }
}
