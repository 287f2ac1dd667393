namespace Workflows.Core.Plans;

/// <summary><c>kind: Schedule</c>: another rhythm for a plan, beside its own.</summary>
public sealed record ScheduleResource : PlanResource
{
    /// <summary>The name of the plan.</summary>
    public required string BackupPlan { get; init; }

    public required ScheduleSpec Schedule { get; init; }
}
