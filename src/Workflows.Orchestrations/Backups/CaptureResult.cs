using Workflows.Core.Backups;
using Workflows.Core.Reports;

namespace Workflows.Orchestrations.Backups;

/// <param name="Segment">What was staged; null when nothing was found.</param>
/// <param name="Next">Where to go on, when the budget ended before the part did; null when the part is done.</param>
/// <param name="Compacted">
/// Whether the revision can no longer be read: the part is then read again, whole, at another.
/// </param>
/// <param name="Problems">What could not be captured.</param>
public sealed record CaptureResult(
    PartSegment? Segment, CapturePoint? Next, bool Compacted, IReadOnlyList<Problem> Problems);
