namespace Workflows.Volumes.Trees;

/// <summary>What the file system says of an entry now, by which a later backup tells whether it changed.</summary>
/// <param name="Metadata">What is kept of it, without extended attributes and a link's target.</param>
/// <param name="Length">Bytes of a file's content.</param>
/// <param name="Inode">The file's number in its file system.</param>
/// <param name="Links">How many names the file has.</param>
/// <param name="ChangedAt">When content or metadata changed.</param>
/// <param name="Blocks">Units of 512 bytes that it takes on the disk; fewer than its length where it has holes.</param>
/// <param name="FileSystem">The device that it lies on.</param>
public sealed record EntryStatus(
    EntryMetadata Metadata,
    long Length,
    ulong Inode,
    uint Links,
    FileTime ChangedAt,
    long Blocks,
    DeviceNumber FileSystem)
{
    /// <summary>
    /// Whether some of it may be a hole. A file system that packs small files, or compresses, says so needlessly.
    /// </summary>
    public bool MayHaveHoles => Blocks * 512 < Length;
}
