using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Revision">The revision to look at.</param>
/// <param name="Part">What to look at.</param>
/// <param name="Hash">What the objects hash to that were captured.</param>
public sealed record CheckPartInput(BackupSpec Spec, string PlanId, string Revision, CapturePart Part, string Hash);
