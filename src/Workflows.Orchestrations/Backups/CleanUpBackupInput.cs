using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="BackupUid">
/// The identity that the run reserved the name for: what has another is another run's, also of the same instance.
/// </param>
public sealed record CleanUpBackupInput(BackupSpec Spec, Guid BackupUid);
