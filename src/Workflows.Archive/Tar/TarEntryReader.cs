using System.Text;
using Workflows.Archive.Format;

namespace Workflows.Archive.Tar;

/// <summary>
/// Walks the tar entries of one unpacked gzip member. Only regular files under PAX paths are accepted: links, devices,
/// folders, hidden bytes in padding and early end-of-archive markers are errors, since no writer of this format makes
/// them and each has been a way to fool an unpacker.
/// </summary>
internal ref struct TarEntryReader(ReadOnlySpan<byte> plain)
{
    private readonly ReadOnlySpan<byte> plain = plain;
    private int position;

    /// <summary>Where the next entry starts.</summary>
    public readonly int Position => position;

    /// <summary>Reads the next entry; false at the end.</summary>
    /// <exception cref="TarFormatException">What follows is not an entry of this format.</exception>
    public bool TryRead(out TarEntry entry)
    {
        entry = default;
        if (position == plain.Length)
            return false;

        string? extendedPath = null;
        var header = NextHeader();
        if (header[TarBlock.TypeOffset] == TarBlock.ExtendedHeader)
        {
            extendedPath = ReadPathRecord(Content(header, ArchiveFormat.MaxEntryPathBytes + 32, out _));
            header = NextHeader();
        }

        if (header[TarBlock.TypeOffset] != TarBlock.RegularFile)
            throw new TarFormatException($"an entry of type '{Printable(header[TarBlock.TypeOffset])}', where only files belong");

        var content = Content(header, ArchiveFormat.MaxObjectBytes, out var start);
        entry = new TarEntry(extendedPath ?? ShortPath(header), start, content.Length);
        return true;
    }

    private ReadOnlySpan<byte> NextHeader()
    {
        if (plain.Length - position < TarBlock.Size)
            throw new TarFormatException($"it ends inside a tar header at byte {position}");

        var header = plain.Slice(position, TarBlock.Size);
        if (!header.ContainsAnyExcept((byte)0))
            throw new TarFormatException($"an end-of-archive marker at byte {position}, before the end");
        if (!header.Slice(TarBlock.MagicOffset, 6).SequenceEqual("ustar\0"u8))
            throw new TarFormatException($"no tar header at byte {position}");
        if (ReadOctal(header.Slice(TarBlock.ChecksumOffset, 7)) != TarBlock.Checksum(header))
            throw new TarFormatException($"a tar header with a wrong checksum at byte {position}");

        position += TarBlock.Size;
        return header;
    }

    private ReadOnlySpan<byte> Content(ReadOnlySpan<byte> header, int limit, out int start)
    {
        start = position;
        var length = ReadOctal(header.Slice(TarBlock.SizeOffset, 12));
        if (length > limit || TarBlock.PaddedLength((int)length) > plain.Length - position)
            throw new TarFormatException($"an entry of {length} bytes at byte {position}, which does not fit");

        var content = plain.Slice(position, (int)length);
        var padded = TarBlock.PaddedLength((int)length);
        if (plain[(position + (int)length)..(position + padded)].ContainsAnyExcept((byte)0))
            throw new TarFormatException($"bytes hidden in the padding after byte {position + (int)length}");

        position += padded;
        return content;
    }

    private static string ReadPathRecord(ReadOnlySpan<byte> record)
    {
        var space = record.IndexOf((byte)' ');
        var isWhole = space > 0
            && System.Buffers.Text.Utf8Parser.TryParse(record[..space], out int length, out var used)
            && used == space
            && length == record.Length
            && record[space..].StartsWith(" path="u8)
            && record[^1] == '\n';
        if (!isWhole)
            throw new TarFormatException("a PAX header with something other than a path");

        var path = record[(space + " path=".Length)..^1];
        return System.Text.Unicode.Utf8.IsValid(path)
            ? Encoding.UTF8.GetString(path)
            : throw new TarFormatException("a PAX path that is not UTF-8");
    }

    private static string ShortPath(ReadOnlySpan<byte> header)
    {
        if (header.Slice(TarBlock.PrefixOffset, TarBlock.PrefixLength).ContainsAnyExcept((byte)0))
            throw new TarFormatException("a ustar path prefix, which this format does not use");

        var name = header[..TarBlock.NameLength];
        var end = name.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? name : name[..end]);
    }

    private static long ReadOctal(ReadOnlySpan<byte> field)
    {
        var value = 0L;
        foreach (var digit in field[..^1])
        {
            if (digit is < (byte)'0' or > (byte)'7')
                throw new TarFormatException("a number in a tar header that is not octal");
            value = (value << 3) + (digit - '0');
        }

        return field[^1] == 0 ? value : throw new TarFormatException("a number in a tar header that does not end");
    }

    private static char Printable(byte value) => value is > 0x20 and < 0x7F ? (char)value : '?';
}
