namespace Workflows.Archive.IO;

/// <summary>Reads lines that end with a line feed, none longer than a limit.</summary>
internal sealed class LineReader(Stream stream, int maxLineBytes)
{
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

    /// <summary>The next line without its end, valid until the next call; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">A line is too long, or the last one does not end.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        for (var searched = 0; ;)
        {
            var found = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                var line = buffer.AsMemory(start, searched + found);
                start += searched + found + 1;
                return line;
            }

            searched = end - start;
            if (searched > maxLineBytes)
                throw new InvalidDataException($"a line has more than {maxLineBytes} bytes");
            if (!await FillAsync(cancellationToken))
                return searched == 0 ? null : throw new InvalidDataException("the last line does not end");
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        start = 0;
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);

        var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += read;
        return read > 0;
    }
}
