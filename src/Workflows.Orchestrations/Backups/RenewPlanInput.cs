using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="Plan">The plan whose revision was compacted.</param>
public sealed record RenewPlanInput(BackupSpec Spec, BackupPlan Plan);
