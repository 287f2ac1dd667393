using System.Buffers;
using Workflows.Archive.IO;

namespace Workflows.Archive.Encryption.Frames;

/// <summary>
/// Seals a piece while it is written. A frame leaves only once a byte beyond it has come, since the last one says
/// that it is the last; so this holds one frame at most.
/// </summary>
internal sealed class PieceSealer(FrameCipher cipher) : IDisposable
{
    private readonly byte[] pending = ArrayPool<byte>.Shared.Rent(SealedFrames.PlainBytes);
    private int count;
    private long frame;

    public void Append(ReadOnlySpan<byte> plain, PooledBuffer target)
    {
        while (!plain.IsEmpty)
        {
            if (count == SealedFrames.PlainBytes)
                Seal(isLast: false, target);
            var taken = Math.Min(plain.Length, SealedFrames.PlainBytes - count);
            plain[..taken].CopyTo(pending.AsSpan(count));
            count += taken;
            plain = plain[taken..];
        }
    }

    /// <summary>Seals what is left as the last frame; a piece without a byte has no frame.</summary>
    public void Complete(PooledBuffer target)
    {
        if (count > 0)
            Seal(isLast: true, target);
    }

    /// <summary>A whole piece at once.</summary>
    public static byte[] Seal(FrameCipher cipher, ReadOnlySpan<byte> plain)
    {
        using var sealer = new PieceSealer(cipher);
        using var target = new PooledBuffer();
        sealer.Append(plain, target);
        sealer.Complete(target);
        return target.Written.ToArray();
    }

    public void Dispose()
    {
        cipher.Dispose();
        ArrayPool<byte>.Shared.Return(pending, clearArray: true);
    }

    private void Seal(bool isLast, PooledBuffer target)
    {
        var length = count + SealedFrames.TagBytes;
        cipher.Seal(frame++, isLast, pending.AsSpan(0, count), target.GetSpan(length)[..length]);
        target.Advance(length);
        count = 0;
    }
}
