namespace Workflows.Archive.IO;

/// <summary>The next so many bytes of a stream, as a stream that ends there.</summary>
internal sealed class BoundedReadStream(Stream inner, long length, bool ownsInner) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; } = length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <summary>How much of its length was not read yet.</summary>
    public long Remaining => Length - position;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..Fit(buffer.Length)]);
        position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer[..Fit(buffer.Length)], cancellationToken);
        position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && ownsInner)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private int Fit(int wanted) => (int)Math.Min(wanted, Remaining);
}
