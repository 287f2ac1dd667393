using System.Buffers;

namespace Workflows.Kubernetes.Watches;

/// <summary>Cuts a stream into lines, of a limited length: a watch sends one event on each.</summary>
internal sealed class LineReader(Stream stream, int longest) : IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(32 << 10);
    private int start;
    private int scanned;
    private int end;

    /// <summary>The next line without its end, valid until the next call; null at the stream's end.</summary>
    /// <exception cref="InvalidDataException">The line is longer than the limit.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            var newline = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var line = buffer.AsMemory(start, scanned + newline - start);
                start = scanned = scanned + newline + 1;
                return line;
            }

            scanned = end;
            MakeRoom();
            var read = await stream.ReadAsync(buffer.AsMemory(end), ct);
            if (read == 0)
                return TakeRest();
            end += read;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private ReadOnlyMemory<byte>? TakeRest()
    {
        if (start == end)
            return null;
        var rest = buffer.AsMemory(start, end - start);
        start = scanned = end;
        return rest;
    }

    private void MakeRoom()
    {
        if (end < buffer.Length)
            return;
        var length = end - start;
        if (length >= longest)
            throw new InvalidDataException("a line is too long");
        var target = start > 0 && length < buffer.Length / 2
            ? buffer
            : ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(start, length).CopyTo(target);
        if (target != buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = target;
        scanned -= start;
        end = length;
        start = 0;
    }
}
