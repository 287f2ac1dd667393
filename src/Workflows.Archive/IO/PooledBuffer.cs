using System.Buffers;
using Workflows.Core.Buffers;

namespace Workflows.Archive.IO;

/// <summary>
/// Bytes gathered in a rented array. Every part of every backup needs a few such buffers of some MiB;
/// out of the pool they cost nothing, while fresh ones would lie about until the rare collection of large objects.
/// </summary>
internal sealed class PooledBuffer : Stream, IBufferWriter<byte>
{
    private const int InitialBytes = 4 * 1024;

    private byte[] array = LargeArrays.Rent(InitialBytes);
    private int count;

    public int Count => count;

    public ReadOnlyMemory<byte> Written => array.AsMemory(0, count);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => count;

    public override long Position
    {
        get => count;
        set => throw new NotSupportedException();
    }

    /// <summary>Forgets the bytes; an array larger than the given size goes back to the pool.</summary>
    public void Clear(int keptBytes = int.MaxValue)
    {
        count = 0;
        if (array.Length <= keptBytes)
            return;
        LargeArrays.Return(array);
        array = LargeArrays.Rent(InitialBytes);
    }

    public void Advance(int count) => this.count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return array.AsMemory(count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Reserve(buffer.Length);
        buffer.CopyTo(array.AsSpan(count));
        count += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && array.Length > 0)
        {
            LargeArrays.Return(array);
            array = [];
            count = 0;
        }

        base.Dispose(disposing);
    }

    private void Reserve(int more)
    {
        if (more <= array.Length - count)
            return;

        var larger = LargeArrays.Rent((int)Math.Min(Array.MaxLength, Math.Max(2L * array.Length, (long)count + more)));
        array.AsSpan(0, count).CopyTo(larger);
        LargeArrays.Return(array);
        array = larger;
    }
}
