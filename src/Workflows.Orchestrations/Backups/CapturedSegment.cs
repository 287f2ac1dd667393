using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Segment">What was staged.</param>
/// <param name="Revision">
/// The revision that it shows: the one it was read at, or a later one at which the same objects were found unchanged.
/// </param>
public sealed record CapturedSegment(PartSegment Segment, string Revision);
