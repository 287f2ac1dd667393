using System.Text;

namespace Workflows.Activities.Hooks;

/// <summary>Keeps the end of what is written to it, however much that is, and counts it.</summary>
/// <param name="capacity">How many bytes are kept.</param>
internal sealed class OutputTail(int capacity) : Stream
{
    private readonly byte[] ring = new byte[capacity];
    private long written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    /// <summary>How much was written in all.</summary>
    public override long Length => written;

    public override long Position
    {
        get => written;
        set => throw new NotSupportedException();
    }

    /// <summary>What is kept, as text; control characters but for line ends and tabs are shown as a dot.</summary>
    public string Text()
    {
        var count = (int)Math.Min(written, capacity);
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = ring[(written - count + i) % capacity];
        }

        var text = new StringBuilder(Encoding.UTF8.GetString(bytes));
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = char.IsControl(text[i]) && text[i] is not ('\n' or '\t') ? '.' : text[i];
        }

        return text.ToString();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // What does not fit would be overwritten at once.
        var kept = buffer.Length > capacity ? buffer[^capacity..] : buffer;
        written += buffer.Length - kept.Length;
        foreach (var value in kept)
        {
            ring[written++ % capacity] = value;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
