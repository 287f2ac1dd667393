using Workflows.Core.Backups;
using Workflows.Core.Hooks;

namespace Workflows.Orchestrations.Hooks;

/// <summary>The hooks of a backup, with all that it takes to run one.</summary>
/// <param name="Spec">What was asked for.</param>
/// <param name="Plan">Which hooks there are.</param>
public sealed record HookScope(BackupSpec Spec, HookPlan Plan);
