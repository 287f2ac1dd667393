using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <summary>A plan at a later revision.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="KeepsParts">
/// Whether the parts of the earlier plan are in their places; else the cluster has outgrown that plan, this one is cut
/// from scratch, and its parts are others.
/// </param>
public sealed record RenewedPlan(BackupPlan Plan, bool KeepsParts);
