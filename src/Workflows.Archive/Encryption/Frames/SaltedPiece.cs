using System.Security.Cryptography;
using System.Text;

namespace Workflows.Archive.Encryption.Frames;

/// <summary>
/// A document that may be written more than once with other content: a random salt, which is part of its piece's
/// label, and the frames of that piece. So no key ever encrypts two texts.
/// </summary>
internal static class SaltedPiece
{
    private const int SaltDigits = 64;

    /// <param name="key">The key that the piece's is derived from.</param>
    /// <param name="label">The piece's label, from its salt.</param>
    /// <param name="content">The document; not empty, since a piece of nothing has no frame that proves it.</param>
    public static byte[] Seal(BackupKey key, Func<string, string> label, ReadOnlySpan<byte> content)
    {
        ArgumentOutOfRangeException.ThrowIfZero(content.Length);
        var salt = RandomNumberGenerator.GetHexString(SaltDigits, lowercase: true);
        return [.. Encoding.ASCII.GetBytes(salt), .. PieceSealer.Seal(key.Cipher(label(salt)), content)];
    }

    /// <exception cref="InvalidDataException">It is not what was sealed there.</exception>
    public static byte[] Open(BackupKey key, Func<string, string> label, byte[] content)
    {
        if (content.Length <= SaltDigits + SealedFrames.TagBytes)
            throw new InvalidDataException("it is too short to be encrypted");

        using var cipher = key.Cipher(label(Encoding.ASCII.GetString(content, 0, SaltDigits)));
        try
        {
            return Open(cipher, content.AsSpan(SaltDigits));
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new InvalidDataException("it is not what was encrypted there", error);
        }
    }

    private static byte[] Open(FrameCipher cipher, ReadOnlySpan<byte> stored)
    {
        var frames = (stored.Length + SealedFrames.StoredBytes - 1) / SealedFrames.StoredBytes;
        var tail = stored.Length - ((frames - 1) * SealedFrames.StoredBytes);
        if (tail <= SealedFrames.TagBytes)
            throw new InvalidDataException("its last frame is cut short");

        var plain = new byte[stored.Length - (frames * SealedFrames.TagBytes)];
        for (var frame = 0; frame < frames; frame++)
        {
            var from = stored[(frame * SealedFrames.StoredBytes)..];
            var isLast = frame == frames - 1;
            var length = isLast ? tail - SealedFrames.TagBytes : SealedFrames.PlainBytes;
            cipher.Open(frame, isLast, from[..(length + SealedFrames.TagBytes)], plain.AsSpan(frame * SealedFrames.PlainBytes, length));
        }

        return plain;
    }
}
