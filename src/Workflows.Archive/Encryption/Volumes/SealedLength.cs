using Workflows.Archive.Encryption.Frames;

namespace Workflows.Archive.Encryption.Volumes;

/// <summary>How long a file of a volume is where it is sealed: its salt, its frames, and their tags.</summary>
public static class SealedLength
{
    /// <summary>The stored length of so many bytes; at least one.</summary>
    public static long OfStored(long plainLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(plainLength);
        return SaltedPiece.SaltDigits + SealedFrames.StoredLength(plainLength);
    }

    /// <summary>How many bytes a sealed file of a stored length holds; 0 where none has that length.</summary>
    public static long OfPlain(long storedLength)
    {
        var sealedLength = storedLength - SaltedPiece.SaltDigits;
        var frames = (sealedLength + SealedFrames.StoredBytes - 1) / SealedFrames.StoredBytes;
        var plain = sealedLength - (frames * SealedFrames.TagBytes);
        return plain > 0 && OfStored(plain) == storedLength ? plain : 0;
    }
}
