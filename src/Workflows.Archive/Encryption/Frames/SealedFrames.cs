namespace Workflows.Archive.Encryption.Frames;

/// <summary>
/// How bytes become frames: each 64 KiB of plaintext (the last one less) followed by its tag. So the frame that holds
/// a byte, and where it is stored, follow from the byte's offset.
/// </summary>
internal static class SealedFrames
{
    public const int PlainBytes = 64 * 1024;

    public const int TagBytes = 16;

    public const int StoredBytes = PlainBytes + TagBytes;

    /// <summary>How many frames a piece of so many bytes has; none if it is empty.</summary>
    public static long Count(long plainLength) => (plainLength + PlainBytes - 1) / PlainBytes;

    /// <summary>The stored length of a piece.</summary>
    public static long StoredLength(long plainLength) => plainLength + (Count(plainLength) * TagBytes);
}
