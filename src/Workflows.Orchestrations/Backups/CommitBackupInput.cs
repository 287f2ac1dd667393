using Workflows.Core.Backups;
using Workflows.Core.Hooks;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Groups">What was captured, in the order of the plan.</param>
/// <param name="CompletedAt">
/// When everything was captured. Given, so that a repeated attempt writes the same bytes.
/// </param>
public sealed record CommitBackupInput(
    BackupSpec Spec, BackupPlan Plan, IReadOnlyList<CapturedGroup> Groups, DateTimeOffset CompletedAt)
{
    /// <summary>The hooks that ran around the moment that the backup shows.</summary>
    public HookPlan Hooks { get; init; } = HookPlan.None;
}
