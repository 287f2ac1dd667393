namespace Workflows.Archive.Tar;

/// <summary>Sizes and places of the ustar header.</summary>
/// <remarks>POSIX.1-2017, pax: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06</remarks>
internal static class TarBlock
{
    public const int Size = 512;

    public const int NameLength = 100;
    public const int ModeOffset = 100;
    public const int UserOffset = 108;
    public const int GroupOffset = 116;
    public const int SizeOffset = 124;
    public const int TimeOffset = 136;
    public const int ChecksumOffset = 148;
    public const int TypeOffset = 156;
    public const int MagicOffset = 257;
    public const int PrefixOffset = 345;
    public const int PrefixLength = 155;

    public const byte RegularFile = (byte)'0';
    public const byte ExtendedHeader = (byte)'x';

    /// <summary>The end-of-archive marker.</summary>
    public static byte[] EndOfArchive() => new byte[2 * Size];

    public static int PaddedLength(int length) => (length + Size - 1) / Size * Size;

    /// <summary>The sum of a header's bytes with its checksum field taken as spaces.</summary>
    public static int Checksum(ReadOnlySpan<byte> header)
    {
        var sum = 8 * ' ';
        for (var i = 0; i < header.Length; i++)
        {
            if (i is < ChecksumOffset or >= ChecksumOffset + 8)
                sum += header[i];
        }

        return sum;
    }
}
