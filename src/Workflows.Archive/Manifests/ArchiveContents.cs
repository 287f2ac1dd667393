namespace Workflows.Archive.Manifests;

/// <summary>The tarball: a header, the segments in order, and a trailer, without a gap.</summary>
/// <param name="Path">Its path in the store.</param>
/// <param name="Length">Its length.</param>
/// <param name="EntryTime">The modification time of its entries.</param>
/// <param name="Header">The first bytes: one gzip member with <c>metadata/version</c>.</param>
/// <param name="Segments">What the parts wrote.</param>
/// <param name="Trailer">The last bytes: one gzip member with the end-of-archive marker.</param>
public sealed record ArchiveContents(
    string Path,
    long Length,
    DateTimeOffset EntryTime,
    ArchiveRange Header,
    IReadOnlyList<ArchiveSegment> Segments,
    ArchiveRange Trailer);

/// <summary>A run of bytes of the archive.</summary>
/// <param name="Offset">Where it starts.</param>
/// <param name="Length">Its length.</param>
/// <param name="Sha256">SHA-256, lower-case hexadecimal.</param>
public sealed record ArchiveRange(long Offset, long Length, string Sha256);

/// <summary>The index: the segments' indexes in order, without a gap.</summary>
/// <param name="Path">Its path in the store.</param>
/// <param name="Length">Its length.</param>
/// <param name="Sha256">SHA-256 of all of it, lower-case hexadecimal.</param>
public sealed record IndexContents(string Path, long Length, string Sha256);

/// <summary>A small file that belongs to the backup.</summary>
/// <param name="Path">Its path in the store.</param>
/// <param name="Length">Its length.</param>
/// <param name="Sha256">SHA-256, lower-case hexadecimal.</param>
public sealed record StoredDocument(string Path, long Length, string Sha256);
