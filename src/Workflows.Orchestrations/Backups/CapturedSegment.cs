using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Segment">What was staged.</param>
/// <param name="Revision">The revision it was read at.</param>
public sealed record CapturedSegment(PartSegment Segment, string Revision);
