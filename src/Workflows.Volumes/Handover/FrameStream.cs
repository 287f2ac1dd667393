using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Workflows.Volumes.Handover;

/// <summary>Turns what is written into frames; flushed, all of it is in them.</summary>
internal sealed class FrameStream(Stream output, IncrementalHash digest) : Stream
{
    private readonly byte[] frame = new byte[HandoverFormat.LengthBytes + HandoverFormat.MaxFrameBytes];
    private int filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var taken = Take(buffer.Span);
            buffer = buffer[taken..];
            if (filled == HandoverFormat.MaxFrameBytes)
            {
                await output.WriteAsync(CloseFrame(), cancellationToken);
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[Take(buffer)..];
            if (filled == HandoverFormat.MaxFrameBytes)
            {
                output.Write(CloseFrame().Span);
            }
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (filled > 0)
        {
            await output.WriteAsync(CloseFrame(), cancellationToken);
        }
    }

    public override void Flush()
    {
        if (filled > 0)
        {
            output.Write(CloseFrame().Span);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private int Take(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(bytes.Length, HandoverFormat.MaxFrameBytes - filled);
        bytes[..taken].CopyTo(frame.AsSpan(HandoverFormat.LengthBytes + filled));
        filled += taken;
        return taken;
    }

    private ReadOnlyMemory<byte> CloseFrame()
    {
        BinaryPrimitives.WriteInt32BigEndian(frame, filled);
        var whole = frame.AsMemory(0, HandoverFormat.LengthBytes + filled);
        digest.AppendData(whole.Span[HandoverFormat.LengthBytes..]);
        filled = 0;
        return whole;
    }
}
