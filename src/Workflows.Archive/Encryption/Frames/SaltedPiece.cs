using System.Security.Cryptography;
using System.Text;

namespace Workflows.Archive.Encryption.Frames;

/// <summary>
/// A document that may be written more than once with other content: a random salt, which is part of its piece's
/// label, and the frames of that piece. So no key ever encrypts two texts.
/// </summary>
internal static class SaltedPiece
{
    public const int SaltDigits = 64;

    /// <param name="key">The key that the piece's is derived from.</param>
    /// <param name="label">The piece's label, from its salt.</param>
    /// <param name="content">The document; not empty, since a piece of nothing has no frame that proves it.</param>
    public static byte[] Seal(BackupKey key, Func<string, string> label, ReadOnlySpan<byte> content)
    {
        ArgumentOutOfRangeException.ThrowIfZero(content.Length);
        var stored = new byte[SaltDigits + SealedFrames.StoredLength(content.Length)];
        Seal(key, label, content, stored);
        return stored;
    }

    /// <param name="key">The key that the piece's is derived from.</param>
    /// <param name="label">The piece's label, from its salt.</param>
    /// <param name="content">The document; not empty, since a piece of nothing has no frame that proves it.</param>
    /// <param name="stored">Takes salt and frames.</param>
    /// <returns>How many bytes they are.</returns>
    public static int Seal(BackupKey key, Func<string, string> label, ReadOnlySpan<byte> content, Span<byte> stored)
    {
        ArgumentOutOfRangeException.ThrowIfZero(content.Length);
        var salt = RandomNumberGenerator.GetHexString(SaltDigits, lowercase: true);
        var length = Encoding.ASCII.GetBytes(salt, stored);
        using var cipher = key.Cipher(label(salt));
        for (var frame = 0; !content.IsEmpty; frame++)
        {
            var plain = content[..Math.Min(content.Length, SealedFrames.PlainBytes)];
            content = content[plain.Length..];
            cipher.Seal(frame, isLast: content.IsEmpty, plain, stored.Slice(length, plain.Length + SealedFrames.TagBytes));
            length += plain.Length + SealedFrames.TagBytes;
        }

        return length;
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
