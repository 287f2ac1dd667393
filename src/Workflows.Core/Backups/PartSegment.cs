namespace Workflows.Core.Backups;

/// <summary>
/// What one accepted capture attempt left in the store: a run of whole gzip members, staged as blocks and not yet
/// part of any archive. A reference with counts, never data.
/// </summary>
/// <param name="Part">
/// The number of the segment among those of the backup: its part's own, or a further one where a part took several
/// activities.
/// </param>
/// <param name="Attempt">
/// The attempt that wrote it (32 hexadecimal digits). It is in the name of everything that the attempt staged, so
/// that a second, overlapping attempt at the same work changes nothing of the first.
/// </param>
/// <param name="DataBlocks">How many blocks of archive data were staged.</param>
/// <param name="DataLength">Their length together, in bytes.</param>
/// <param name="DataSha256">SHA-256 of those bytes in order, lower-case hexadecimal.</param>
/// <param name="PlainLength">Their length unpacked, in bytes.</param>
/// <param name="IndexBlocks">How many blocks of index were staged.</param>
/// <param name="IndexLength">Their length together, in bytes.</param>
/// <param name="IndexSha256">SHA-256 of those bytes in order, lower-case hexadecimal.</param>
/// <param name="Objects">How many objects it holds.</param>
public sealed record PartSegment(
    int Part,
    string Attempt,
    int DataBlocks,
    long DataLength,
    string DataSha256,
    long PlainLength,
    int IndexBlocks,
    long IndexLength,
    string IndexSha256,
    int Objects)
{
    /// <summary>How the bytes are stored where the backup is encrypted; lengths and hashes above are of the plaintext.</summary>
    public StoredSegment? Stored { get; init; }
}
