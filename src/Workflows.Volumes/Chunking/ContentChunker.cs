namespace Workflows.Volumes.Chunking;

/// <summary>
/// Cuts content where its own bytes say so, so that an insertion moves the cuts around it and no others: FastCDC (Xia
/// and others, USENIX ATC 2016) with normalised sizes. Where it cuts is part of no format: a backup whose chunks were
/// cut otherwise is read as well, and shares less.
/// </summary>
public static class ContentChunker
{
    /// <summary>A chunk has at least so many bytes, unless the content ends.</summary>
    public const int MinLength = 256 << 10;

    /// <summary>A chunk has about so many bytes.</summary>
    public const int NormalLength = 1 << 20;

    /// <summary>A chunk has at most so many bytes.</summary>
    public const int MaxLength = 4 << 20;

    /// <summary>Two bits more than 2^20 asks for before the normal length, two bits less after: few chunks are extreme.</summary>
    private const ulong StrictMask = 0xFFFF_FC00_0000_0000;
    private const ulong LooseMask = 0xFFFF_C000_0000_0000;

    private static readonly ulong[] Gear = MakeGear();

    /// <summary>How many bytes the next chunk has.</summary>
    /// <param name="content">
    /// What comes next: <see cref="MaxLength"/> bytes, or fewer where the content ends there.
    /// </param>
    public static int NextLength(ReadOnlySpan<byte> content)
    {
        var end = Math.Min(content.Length, MaxLength);
        if (end <= MinLength)
        {
            return end;
        }

        var hash = 0UL;
        var normal = Math.Min(NormalLength, end);
        var position = Find(content[..normal], MinLength, StrictMask, ref hash);
        return position < normal ? position : Find(content[..end], normal, LooseMask, ref hash);
    }

    private static int Find(ReadOnlySpan<byte> content, int position, ulong mask, ref ulong hash)
    {
        ReadOnlySpan<ulong> gear = Gear;
        for (; position < content.Length; position++)
        {
            hash = (hash << 1) + gear[content[position]];
            if ((hash & mask) == 0)
            {
                return position + 1;
            }
        }

        return position;
    }

    /// <summary>256 numbers without a pattern (SplitMix64 from zero).</summary>
    private static ulong[] MakeGear()
    {
        var gear = new ulong[256];
        var state = 0UL;
        for (var i = 0; i < gear.Length; i++)
        {
            state += 0x9E37_79B9_7F4A_7C15;
            var value = state;
            value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
            value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
            gear[i] = value ^ (value >> 31);
        }

        return gear;
    }
}
