using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="BackupUid">The identity that the name is reserved for.</param>
public sealed record PlanBackupInput(BackupSpec Spec, Guid BackupUid);
