using Workflows.Core.Events;

namespace Workflows.Core.Plans;

/// <summary>Which other resources a resource speaks of.</summary>
public static class PlanReferences
{
    /// <summary>Every resource that must be there for this one to make sense.</summary>
    public static IReadOnlyList<PlanReference> Of(PlanResource resource) => resource switch
    {
        BackupPlanResource plan => [new(ResourceKind.Cluster, plan.Cluster, "spec.cluster")],
        RestorePlanResource plan =>
        [
            new(ResourceKind.BackupPlan, plan.BackupPlan, "spec.backupPlan"),
            new(ResourceKind.Cluster, plan.Cluster, "spec.cluster"),
        ],
        ScheduleResource schedule => [new(ResourceKind.BackupPlan, schedule.BackupPlan, "spec.backupPlan")],
        EventRuleResource rule => OfAction(rule.Action),
        _ => [],
    };

    private static IReadOnlyList<PlanReference> OfAction(EventAction? action) => action switch
    {
        BackupByEvent backup => [new(ResourceKind.BackupPlan, backup.Plan, "spec.startBackup.plan")],
        RestoreByEvent restore => [new(ResourceKind.RestorePlan, restore.Plan, "spec.startRestore.plan")],
        TriggerByEvent trigger => [new(trigger.Kind, trigger.Name, "spec.triggerSchedule.schedule")],
        _ => [],
    };
}

/// <summary>A resource that another one speaks of.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Field">The field that speaks of it.</param>
public sealed record PlanReference(ResourceKind Kind, string Name, string Field);
