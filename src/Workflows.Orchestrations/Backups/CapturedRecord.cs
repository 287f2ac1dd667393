using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Record">The document that lists what was captured of a group.</param>
public sealed record CapturedRecord(BackupSpec Spec, string PlanId, string Record);
