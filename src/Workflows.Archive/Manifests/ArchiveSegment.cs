namespace Workflows.Archive.Manifests;

/// <summary>What one part wrote, where it lies in the archive and in the index.</summary>
/// <param name="Part">The part's number.</param>
/// <param name="Attempt">The attempt whose bytes they are.</param>
/// <param name="Offset">Where it starts in the archive's gzip stream.</param>
/// <param name="Length">Its length.</param>
/// <param name="Sha256">SHA-256, lower-case hexadecimal.</param>
/// <param name="PlainLength">Its length unpacked.</param>
/// <param name="Objects">How many objects it holds.</param>
/// <param name="IndexOffset">Where its index starts in the index file.</param>
/// <param name="IndexLength">The length of its index.</param>
/// <param name="IndexSha256">SHA-256 of its index, lower-case hexadecimal.</param>
public sealed record ArchiveSegment(
    int Part,
    string Attempt,
    long Offset,
    long Length,
    string Sha256,
    long PlainLength,
    int Objects,
    long IndexOffset,
    long IndexLength,
    string IndexSha256);
