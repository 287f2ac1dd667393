using Workflows.Core.Reports;

namespace Workflows.Orchestrations.Backups;

/// <summary>A part that is captured: its accepted segments in order, and what was read at which revision.</summary>
/// <param name="Number">The part's number.</param>
/// <param name="Segments">What the accepted attempts staged, each with the revision it was read at.</param>
/// <param name="Problems">What could not be captured.</param>
public sealed record CapturedPart(
    int Number, IReadOnlyList<CapturedSegment> Segments, IReadOnlyList<Problem> Problems);
