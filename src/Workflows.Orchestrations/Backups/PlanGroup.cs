using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Group">The group's number, from 0.</param>
public sealed record PlanGroup(BackupSpec Spec, string PlanId, int Group);
