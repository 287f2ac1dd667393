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

    /// <summary>How many bytes the hash depends on.</summary>
    private const int HashedBytes = 64;

    private static readonly ulong[] Gear = MakeGear();

    /// <summary>How many bytes the next chunk has.</summary>
    /// <param name="content">
    /// What comes next: <see cref="MaxLength"/> bytes, or fewer where the content ends there.
    /// </param>
    public static int NextLength(ReadOnlySpan<byte> content) =>
        TryCut(content, 0, out var length) ? length : Math.Min(content.Length, MaxLength);

    /// <summary>Looks for the end of the next chunk in as much of the content as was read.</summary>
    /// <param name="content">What was read of what comes next.</param>
    /// <param name="searched">How many of its bytes an earlier call has seen without finding the end.</param>
    /// <param name="length">How many bytes the chunk has.</param>
    /// <returns>False where the chunk ends after what was read, or where the content ends.</returns>
    public static bool TryCut(ReadOnlySpan<byte> content, int searched, out int length)
    {
        var end = Math.Min(content.Length, MaxLength);
        var position = Math.Max(MinLength, Math.Min(searched, end));
        var hash = HashBefore(content, position);
        length = Find(content[..Math.Min(NormalLength, end)], ref position, StrictMask, ref hash)
            || Find(content[..end], ref position, LooseMask, ref hash)
            || end == MaxLength
            ? position
            : 0;
        return length > 0;
    }

    /// <summary>What the hash was there: a byte is shifted out of it by the 64 that follow.</summary>
    private static ulong HashBefore(ReadOnlySpan<byte> content, int position)
    {
        ReadOnlySpan<ulong> gear = Gear;
        var hash = 0UL;
        for (var i = Math.Max(MinLength, position - HashedBytes); i < position; i++)
        {
            hash = (hash << 1) + gear[content[i]];
        }

        return hash;
    }

    private static bool Find(ReadOnlySpan<byte> content, ref int position, ulong mask, ref ulong hash)
    {
        ReadOnlySpan<ulong> gear = Gear;
        var (at, rolling) = (position, hash);
        while (at < content.Length)
        {
            rolling = (rolling << 1) + gear[content[at++]];
            if ((rolling & mask) == 0)
            {
                position = at;
                return true;
            }
        }

        (position, hash) = (at, rolling);
        return false;
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
