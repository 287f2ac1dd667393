using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Segment">What was staged; null when nothing was found.</param>
/// <param name="Next">Where to go on, when the budget ended before the part did; null when the part is done.</param>
/// <param name="Compacted">
/// Whether the revision can no longer be read: the part is then read again, whole, at another.
/// </param>
/// <param name="Hash">
/// What the objects staged hash to (<see cref="ObjectSetHash"/>), those apart that are served at a revision of their own.
/// </param>
/// <param name="Problems">The document that lists what could not be captured; null where everything was.</param>
public sealed record CaptureResult(
    PartSegment? Segment, CapturePoint? Next, bool Compacted, string Hash, string? Problems);
