using System.Buffers;
using System.Text;

namespace Workflows.Archive.Tar;

/// <summary>
/// Writes tar entries as plain ustar, preceded by a PAX header where the path is longer than 100 bytes or not ASCII.
/// The same input gives the same bytes. There is no end-of-archive marker: the commit adds the only one.
/// </summary>
internal static class TarEntryWriter
{
    /// <summary>The mode of every entry, which is Velero's.</summary>
    private const int Mode = 0b111_101_101;

    /// <summary>Appends one file and returns where its content starts in the buffer.</summary>
    public static int Append(ArrayBufferWriter<byte> target, string path, DateTimeOffset time, ReadOnlySpan<byte> content)
    {
        if (path.Length > TarBlock.NameLength || !Ascii.IsValid(path))
            AppendExtendedHeader(target, path, time);

        AppendHeader(target, ShortName(path), TarBlock.RegularFile, time, content.Length);
        var start = target.WrittenCount;
        AppendPadded(target, content);
        return start;
    }

    private static void AppendExtendedHeader(ArrayBufferWriter<byte> target, string path, DateTimeOffset time)
    {
        var record = PathRecord(path);
        AppendHeader(target, ShortName("PaxHeaders.0/" + path), TarBlock.ExtendedHeader, time, record.Length);
        AppendPadded(target, record);
    }

    /// <summary>A PAX record is <c>length path=value\n</c>, and its length counts its own digits.</summary>
    private static byte[] PathRecord(string path)
    {
        var rest = Encoding.UTF8.GetByteCount(path) + " path=\n".Length;
        var length = rest + Digits(rest);
        length = rest + Digits(length);
        return Encoding.UTF8.GetBytes($"{length} path={path}\n");
    }

    private static int Digits(int value) => value.ToString().Length;

    private static void AppendHeader(
        ArrayBufferWriter<byte> target, string name, byte type, DateTimeOffset time, int length)
    {
        var header = target.GetSpan(TarBlock.Size)[..TarBlock.Size];
        header.Clear();
        Encoding.ASCII.GetBytes(name, header[..TarBlock.NameLength]);
        WriteOctal(header.Slice(TarBlock.ModeOffset, 8), Mode);
        WriteOctal(header.Slice(TarBlock.UserOffset, 8), 0);
        WriteOctal(header.Slice(TarBlock.GroupOffset, 8), 0);
        WriteOctal(header.Slice(TarBlock.SizeOffset, 12), length);
        WriteOctal(header.Slice(TarBlock.TimeOffset, 12), Math.Max(0, time.ToUnixTimeSeconds()));
        header[TarBlock.TypeOffset] = type;
        "ustar\0"u8.CopyTo(header[TarBlock.MagicOffset..]);
        "00"u8.CopyTo(header[(TarBlock.MagicOffset + 6)..]);

        // Six digits, NUL, space: the one field that POSIX ends that way.
        var checksum = header.Slice(TarBlock.ChecksumOffset, 8);
        WriteOctal(checksum[..7], TarBlock.Checksum(header));
        checksum[7] = (byte)' ';
        target.Advance(TarBlock.Size);
    }

    private static void AppendPadded(ArrayBufferWriter<byte> target, ReadOnlySpan<byte> content)
    {
        var padded = TarBlock.PaddedLength(content.Length);
        var span = target.GetSpan(Math.Max(1, padded));
        content.CopyTo(span);
        span[content.Length..padded].Clear();
        target.Advance(padded);
    }

    /// <summary>Octal digits filling the field but for a closing NUL.</summary>
    private static void WriteOctal(Span<byte> field, long value)
    {
        field[^1] = 0;
        for (var i = field.Length - 2; i >= 0; i--)
        {
            field[i] = (byte)('0' + (value & 7));
            value >>= 3;
        }
    }

    /// <summary>What a reader without PAX sees: ASCII, at most 100 bytes, and not the name of a folder.</summary>
    private static string ShortName(string path)
    {
        var cut = path.Length > TarBlock.NameLength ? path[..TarBlock.NameLength] : path;
        return string.Concat(cut.Select(c => c is > ' ' and <= '~' ? c : '_')).TrimEnd('/');
    }
}
