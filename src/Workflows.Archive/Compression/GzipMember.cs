using System.IO.Compression;

namespace Workflows.Archive.Compression;

/// <summary>
/// Packs and unpacks one gzip member (RFC 1952). A gzip file may be any number of members one after another, which
/// is what lets parts be written apart and read apart.
/// </summary>
internal static class GzipMember
{
    private const byte Sentinel = 0x57;

    private static readonly byte[] SentinelMember = CreateSentinel();

    /// <summary>Appends the packed form to a stream.</summary>
    public static void Pack(ReadOnlySpan<byte> plain, Stream target)
    {
        using var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write(plain);
    }

    public static byte[] Pack(ReadOnlySpan<byte> plain)
    {
        using var target = new MemoryStream();
        Pack(plain, target);
        return target.ToArray();
    }

    /// <summary>Packs what is written to a stream, as it is written: nobody holds all of it.</summary>
    public static byte[] Pack(Action<Stream> write)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
            write(gzip);
        return target.ToArray();
    }

    /// <summary>Unpacks a member of known size, and no byte more than that: a bomb costs nothing.</summary>
    /// <exception cref="InvalidDataException">It is damaged, cut short, followed by something, or of another size.</exception>
    public static byte[] Unpack(ReadOnlyMemory<byte> packed, int plainLength)
    {
        // GZipStream takes a truncated member for a complete one, and ignores garbage after it. A second member with
        // one known byte is therefore put behind: it comes out only if the first one ended exactly where it should.
        using var source = new PairStream(packed, SentinelMember);
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        var plain = new byte[plainLength];
        var tail = new byte[2];
        if (gzip.ReadAtLeast(plain, plainLength, throwOnEndOfStream: false) < plainLength)
            throw new InvalidDataException("a gzip member unpacks to less than it should");
        if (gzip.ReadAtLeast(tail, 2, throwOnEndOfStream: false) != 1 || tail[0] != Sentinel)
            throw new InvalidDataException("a gzip member is cut short, unpacks to more than it should, or is followed by other bytes");
        return plain;
    }

    private static byte[] CreateSentinel() => Pack([Sentinel]);

    /// <summary>Two runs of bytes, read as one.</summary>
    private sealed class PairStream(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second) : Stream
    {
        private ReadOnlyMemory<byte> current = first;
        private ReadOnlyMemory<byte> next = second;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (current.IsEmpty)
                (current, next) = (next, default);
            var count = Math.Min(buffer.Length, current.Length);
            current.Span[..count].CopyTo(buffer);
            current = current[count..];
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
