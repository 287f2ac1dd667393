using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="BackupUid">The identity of the backup, which this run alone has.</param>
public sealed record ReserveBackupInput(BackupSpec Spec, Guid BackupUid);
