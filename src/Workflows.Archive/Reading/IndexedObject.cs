using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Core.Backups;
using Workflows.Core.Resources;

namespace Workflows.Archive.Reading;

/// <summary>A line of the index and the segment it belongs to.</summary>
/// <param name="Entry">What the index says.</param>
/// <param name="Segment">Where its offsets count from.</param>
public sealed record IndexedObject(IndexEntry Entry, ArchiveSegment Segment)
{
    public ObjectKey Key { get; } = Entry.Key;

    /// <summary>Where to read it.</summary>
    public ObjectLocation Location => Entry.Locate(Segment.Offset);
}
