using System.Security.Cryptography;
using System.Text;
using Workflows.Archive.Encryption.Frames;
using Workflows.Archive.IO;

namespace Workflows.Archive.Encryption.Volumes;

/// <summary>Seals a file of a volume while it is written. Not for concurrent calls.</summary>
public sealed class SealedFileWriter : IDisposable
{
    private readonly PieceSealer sealer;
    private readonly PooledBuffer stored = new();

    internal SealedFileWriter(BackupKey key, Func<string, string> label)
    {
        var salt = RandomNumberGenerator.GetHexString(SaltedPiece.SaltDigits, lowercase: true);
        sealer = new(key.Cipher(label(salt)));
        stored.Write(Encoding.ASCII.GetBytes(salt));
    }

    /// <summary>What is to be stored next; good until more is appended.</summary>
    public ReadOnlyMemory<byte> Stored => stored.Written;

    /// <summary>Takes what was stored out of <see cref="Stored"/>.</summary>
    public void Clear() => stored.Clear();

    public void Append(ReadOnlySpan<byte> content) => sealer.Append(content, stored);

    /// <summary>Nothing comes any more: the rest is to be stored.</summary>
    public void Complete() => sealer.Complete(stored);

    public void Dispose()
    {
        sealer.Dispose();
        stored.Dispose();
    }
}
