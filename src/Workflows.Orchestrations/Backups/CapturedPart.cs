namespace Workflows.Orchestrations.Backups;

/// <summary>A part that is captured: its accepted segments in order, and what was read at which revision.</summary>
/// <param name="Number">The part's number.</param>
/// <param name="Segments">What the accepted attempts staged, each with the revision it was read at.</param>
/// <param name="Hash">What its objects hash to, by which a later revision is held against it.</param>
/// <param name="Problems">The documents that list what could not be captured.</param>
public sealed record CapturedPart(
    int Number, IReadOnlyList<CapturedSegment> Segments, string Hash, IReadOnlyList<string> Problems)
{
    /// <summary>Whether nothing of it could be read, since no revision lived long enough.</summary>
    public bool Unreadable { get; init; }
}
