using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Revision">The revision to read at.</param>
/// <param name="Part">What to read.</param>
/// <param name="From">Where an earlier attempt stopped; null starts the part.</param>
public sealed record CapturePartInput(
    BackupSpec Spec, string PlanId, string Revision, CapturePart Part, CapturePoint? From);
