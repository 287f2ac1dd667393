using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Revision">The revision to read at.</param>
/// <param name="Part">What to read.</param>
/// <param name="Segment">
/// The number of the segment to write: the part's own, or, where earlier activities have written some of the part,
/// one that no other segment of the backup has.
/// </param>
/// <param name="From">Where to begin: at the start of the part, or where an earlier activity stopped.</param>
public sealed record CapturePartInput(
    BackupSpec Spec, string PlanId, string Revision, CapturePart Part, int Segment, CapturePoint From);
