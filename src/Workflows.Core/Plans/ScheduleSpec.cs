using Workflows.Core.Schedules;
using Workflows.Core.Schedules.Rpo;

namespace Workflows.Core.Plans;

/// <summary>When runs are due, by a cron expression or by a target: one of the two is there.</summary>
public sealed record ScheduleSpec
{
    public CronSchedule? Cron { get; init; }

    public RpoTarget? Rpo { get; init; }

    /// <summary>What becomes of missed and overlapping runs, and whether there is a pause.</summary>
    public SchedulePolicy Policy { get; init; } = new();
}
