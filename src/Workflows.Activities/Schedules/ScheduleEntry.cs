using Workflows.Archive.Catalog;
using Workflows.Core.Plans;

namespace Workflows.Activities.Schedules;

/// <summary>A schedule of the catalog: a plan's own, or one beside it.</summary>
/// <param name="Owner">The resource that it stands in.</param>
/// <param name="Plan">The plan that is run.</param>
/// <param name="Spec">When.</param>
public sealed record ScheduleEntry(StoredResource Owner, BackupPlanResource Plan, ScheduleSpec Spec)
{
    /// <summary>The resource that it stands in: <c>backupplan/nightly</c>.</summary>
    public string Title => Owner.Title;

    /// <summary>What makes it another schedule, which is not bound to what this one remembers.</summary>
    public string Rule => string.Join(
        ' ',
        (string[])
        [
            Plan.Name,
            Spec.Cron?.ToString() ?? $"rpo={Spec.Rpo!.Minutes} {string.Join(';', Spec.Rpo.Exclusions)}",
            Spec.Policy.Paused ? "paused" : "",
        ]).TrimEnd();
}
