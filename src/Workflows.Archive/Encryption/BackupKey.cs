using System.Security.Cryptography;
using System.Text;
using Workflows.Archive.Encryption.Frames;

namespace Workflows.Archive.Encryption;

/// <summary>
/// The key of one backup, random and never stored but wrapped (see <see cref="Envelopes.KeyEnvelopes"/>). Nothing is
/// encrypted with it: every piece has a key of its own, derived from it. Safe for concurrent use.
/// </summary>
public sealed class BackupKey
{
    internal const int Bytes = 32;

    private readonly byte[] key;

    internal BackupKey(Guid backupUid, byte[] key)
    {
        BackupUid = backupUid;
        this.key = key;
    }

    /// <summary>The backup that it encrypts.</summary>
    public Guid BackupUid { get; }

    internal ReadOnlyMemory<byte> Material => key;

    /// <summary>The cipher of one piece.</summary>
    internal FrameCipher Cipher(string piece)
    {
        var subkey = Derive($"piece/{piece}");
        try
        {
            return new FrameCipher(BackupUid, piece, subkey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(subkey);
        }
    }

    /// <summary>A key for one purpose: HKDF-SHA256, salted with the backup's uid.</summary>
    internal byte[] Derive(string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        key,
        Bytes,
        BackupUid.ToByteArray(bigEndian: true),
        Encoding.UTF8.GetBytes($"workflows/archive/2/{purpose}"));
}
