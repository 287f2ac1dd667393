using System.Security.Cryptography;
using System.Text;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Frames;
using Workflows.Archive.Stores;

namespace Workflows.Archive.Staging;

/// <summary>
/// Encrypts what activities leave for each other with the key of the backup that they work on: plans and reports name
/// what a cluster holds. A document is a random salt and the frames of one piece, which is named by path and salt.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="backup">The backup whose key it is; its envelope is read at the first document.</param>
/// <param name="wrapping">The user's key.</param>
public sealed class StagedSeal(IArchiveStore store, string backup, IKeyEncryption wrapping)
{
    private const int SaltDigits = 64;

    private readonly Lazy<Task<BackupKey>> key =
        new(() => KeyEnvelopes.OpenAsync(store, backup, backupUid: null, wrapping));

    internal async Task<byte[]> SealAsync(string path, byte[] content)
    {
        var salt = RandomNumberGenerator.GetHexString(SaltDigits, lowercase: true);
        var cipher = (await key.Value).Cipher(PieceLabel.Staged(path, salt));
        return [.. Encoding.ASCII.GetBytes(salt), .. PieceSealer.Seal(cipher, content)];
    }

    /// <exception cref="InvalidDataException">It is not what was sealed there.</exception>
    internal async Task<byte[]> OpenAsync(string path, byte[] content)
    {
        if (content.Length <= SaltDigits + SealedFrames.TagBytes)
            throw new InvalidDataException("it is too short to be encrypted");

        using var cipher = (await key.Value).Cipher(
            PieceLabel.Staged(path, Encoding.ASCII.GetString(content, 0, SaltDigits)));
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
