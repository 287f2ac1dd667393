using System.Buffers;

namespace Workflows.Engine.Journal;

/// <summary>
/// Reads a journal from its start, record by record, and decides what its end is. Memory is bounded by the longest
/// record, and that by the length of the file.
/// </summary>
/// <remarks>
/// A torn tail is cut: the file ends inside a record, or the disk never wrote the sectors the record lies in (they
/// are zero). Anything else that does not verify is damage, and so is a torn record that a later batch follows, since
/// that one was written only after the torn one had been flushed.
/// </remarks>
internal sealed class JournalReader(Stream stream, string path)
{
    private readonly byte[] header = new byte[RecordHeader.Size];
    private readonly long fileLength = stream.Length;
    private byte[] payload = new byte[4 * 1024];
    private bool started;

    /// <summary>Where the next record begins: after the last good one.</summary>
    public long Position { get; private set; }

    /// <summary>The batch of the last good record; batches count from 1.</summary>
    public uint LastBatch { get; private set; }

    /// <summary>Whether what follows <see cref="Position"/> is the torn tail of a batch that was never acknowledged.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>Gives the next record; false at the end, torn or not. The memory holds until the next call.</summary>
    /// <exception cref="JournalDamagedException">The bytes are neither a record nor a torn tail.</exception>
    public bool TryRead(out ReadOnlyMemory<byte> record)
    {
        record = default;
        if (IsTorn || (!started && !TryReadMagic()) || Position == fileLength)
        {
            return false;
        }

        if (!TryReadHeader(out var next) || !TryReadPayload(next))
        {
            IsTorn = true;
            return false;
        }

        Position += RecordHeader.Size + next.Length;
        LastBatch = next.Batch;
        record = payload.AsMemory(0, next.Length);
        return true;
    }

    private bool TryReadMagic()
    {
        started = true;
        Span<byte> magic = stackalloc byte[JournalFormat.MagicLength];
        var read = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        if (read == 0)
        {
            return false;
        }

        var isPrefix = JournalFormat.Magic.StartsWith(magic[..read]);
        if (read == magic.Length && isPrefix)
        {
            Position = JournalFormat.MagicLength;
            return true;
        }

        var unwritten = magic[..read].IndexOfAnyExcept((byte)0) < 0;
        if (!unwritten && (read == magic.Length || !isPrefix))
        {
            throw new JournalDamagedException(path, 0, "it does not begin as a journal of a known version");
        }

        ThrowIfLaterBatchFollows("its beginning is missing");
        IsTorn = true;
        return false;
    }

    private bool TryReadHeader(out RecordHeader next)
    {
        next = default;
        if (fileLength - Position < RecordHeader.Size)
        {
            return false;
        }

        stream.ReadExactly(header);
        if (!RecordHeader.TryRead(header, out next))
        {
            return Torn(ReadAround(), "a record's header does not match its checksum");
        }

        if (next.Length <= 0 || (next.Batch != LastBatch + 1 && (next.Batch != LastBatch || LastBatch == 0)))
        {
            throw new JournalDamagedException(path, Position, "a record does not belong there");
        }

        return fileLength - Position - RecordHeader.Size >= next.Length;
    }

    private bool TryReadPayload(RecordHeader next)
    {
        if (payload.Length < next.Length)
        {
            payload = new byte[next.Length];
        }

        var bytes = payload.AsSpan(0, next.Length);
        stream.ReadExactly(bytes);
        return Crc32C.Compute(bytes) == next.PayloadCrc
            || Torn(Concatenate(header, bytes), "a record does not match its checksum");
    }

    /// <summary>Always false, as a torn record is no record; throws when the bytes can't be those of a torn one.</summary>
    private bool Torn(ReadOnlySpan<byte> record, string reason)
    {
        if (!HasUnwrittenSector(record, Position))
        {
            throw new JournalDamagedException(path, Position, reason);
        }

        ThrowIfLaterBatchFollows(reason);
        return false;
    }

    /// <summary>
    /// Whether one of the disk's sectors under these bytes is zero. A record is JSON and holds no zero byte, and a
    /// header has no twelve in a row, so that no single flipped bit can look like this.
    /// </summary>
    private static bool HasUnwrittenSector(ReadOnlySpan<byte> bytes, long offset)
    {
        const int Sector = 512;
        const int Least = 12;
        for (var start = 0; start < bytes.Length;)
        {
            var end = (int)Math.Min(bytes.Length, ((((offset + start) / Sector) + 1) * Sector) - offset);
            var overlap = bytes[start..end];
            if ((overlap.Length >= Least || end == bytes.Length) && overlap.IndexOfAnyExcept((byte)0) < 0)
            {
                return true;
            }

            start = end;
        }

        return false;
    }

    private void ThrowIfLaterBatchFollows(string reason)
    {
        stream.Position = Position;
        var window = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var filled = 0;
            int read;
            while ((read = stream.Read(window, filled, window.Length - filled)) > 0)
            {
                filled += read;
                var at = 0;
                for (; at + RecordHeader.Size <= filled; at++)
                {
                    var isHeader = RecordHeader.TryRead(window.AsSpan(at), out var later) && later.Length > 0;
                    if (isHeader && later.Batch >= LastBatch + 2)
                    {
                        throw new JournalDamagedException(path, Position, $"{reason}, and later batches follow it");
                    }
                }

                window.AsSpan(at, filled - at).CopyTo(window);
                filled -= at;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }

    /// <summary>The bytes from the failed header to the end of the sector after it, or of the file.</summary>
    private byte[] ReadAround()
    {
        const int Sector = 512;
        var end = Math.Min(fileLength, (((Position + RecordHeader.Size) / Sector) + 2) * Sector);
        var bytes = new byte[end - Position];
        stream.Position = Position;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Concatenate(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var both = new byte[first.Length + second.Length];
        first.CopyTo(both);
        second.CopyTo(both.AsSpan(first.Length));
        return both;
    }
}
