using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Group">The group's number.</param>
/// <param name="Complete">Whether these are all parts of the group.</param>
/// <param name="Parts">What was captured, in the order of the plan.</param>
public sealed record RecordGroupInput(
    BackupSpec Spec, string PlanId, int Group, bool Complete, IReadOnlyList<CapturedPart> Parts);
