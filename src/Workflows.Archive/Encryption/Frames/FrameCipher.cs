using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Workflows.Archive.Encryption.Frames;

/// <summary>
/// Seals and opens the frames of one piece with AES-256-GCM. The key is the piece's own and seals each frame number
/// once, so the number can be the nonce. Backup, piece, number and whether it is the last are authenticated with each
/// frame: one that was moved, left out, or comes from another backup does not open. Not for concurrent calls.
/// </summary>
internal sealed class FrameCipher : IDisposable
{
    private readonly AesGcm aes;
    private readonly byte[] nonce = new byte[12];
    private readonly byte[] associated;

    public FrameCipher(Guid backupUid, string piece, byte[] key)
    {
        aes = new AesGcm(key, SealedFrames.TagBytes);
        associated = [.. backupUid.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(piece), .. new byte[9]];
    }

    /// <param name="frame">The frame's number, from 0.</param>
    /// <param name="isLast">Whether it ends the piece.</param>
    /// <param name="plain">The plaintext.</param>
    /// <param name="stored">Takes ciphertext and tag: 16 bytes more than the plaintext.</param>
    public void Seal(long frame, bool isLast, ReadOnlySpan<byte> plain, Span<byte> stored)
    {
        Number(frame, isLast);
        aes.Encrypt(nonce, plain, stored[..plain.Length], stored[plain.Length..], associated);
    }

    /// <exception cref="AuthenticationTagMismatchException">It is not that frame of that piece.</exception>
    public void Open(long frame, bool isLast, ReadOnlySpan<byte> stored, Span<byte> plain)
    {
        Number(frame, isLast);
        aes.Decrypt(nonce, stored[..plain.Length], stored[plain.Length..], plain, associated);
    }

    public void Dispose() => aes.Dispose();

    private void Number(long frame, bool isLast)
    {
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(4), frame);
        BinaryPrimitives.WriteInt64BigEndian(associated.AsSpan(^9..), frame);
        associated[^1] = isLast ? (byte)1 : (byte)0;
    }
}
