using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <summary>A part that is captured: its accepted segments in order, and the moment that they show.</summary>
/// <param name="Number">The part's number.</param>
/// <param name="Revision">
/// The revision that it shows: the one it was read at, or a later one at which the same objects were found unchanged.
/// </param>
/// <param name="Lists">
/// How many lists the part had. A later plan may leave some out, and never adds any: where the number is the same, so
/// are the lists.
/// </param>
/// <param name="Segments">What the accepted attempts staged.</param>
/// <param name="Hash">What its objects hash to, by which a later revision is held against it.</param>
/// <param name="Problems">The documents that list what could not be captured.</param>
public sealed record CapturedPart(
    int Number,
    string Revision,
    int Lists,
    IReadOnlyList<PartSegment> Segments,
    string Hash,
    IReadOnlyList<string> Problems)
{
    /// <summary>Whether nothing of it could be read, since no revision lived long enough.</summary>
    public bool Unreadable { get; init; }

    /// <summary>Whether it is known to be otherwise by now: it is better than nothing, and nothing else.</summary>
    public bool Outdated { get; init; }
}
