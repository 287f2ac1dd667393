using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Groups">What was captured, in the order of the plan.</param>
public sealed record CommitBackupInput(BackupSpec Spec, BackupPlan Plan, IReadOnlyList<CapturedGroup> Groups);
