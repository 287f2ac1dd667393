namespace Workflows.Archive.Encryption.Frames;

/// <summary>A run of frames under one key, and the plaintext that it stands for.</summary>
/// <param name="Label">What it is, see <see cref="PieceLabel"/>.</param>
/// <param name="Offset">Where its plaintext starts in the file's.</param>
/// <param name="Length">The length of its plaintext.</param>
/// <param name="StoredOffset">Where its frames start in the stored file.</param>
internal sealed record SealedPiece(string Label, long Offset, long Length, long StoredOffset)
{
    public long End => Offset + Length;

    public long StoredLength => SealedFrames.StoredLength(Length);
}
