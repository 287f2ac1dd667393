using System.Buffers;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores;

/// <summary>
/// The rules for names in a store: a subset that means the same on every file system and blob service, and that can
/// neither leave the store nor meet its own hidden files.
/// </summary>
public static class StorePath
{
    private static readonly SearchValues<char> SegmentCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly SearchValues<char> BlockIdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Refuses a path that is not relative, plain and free of surprises.</summary>
    /// <exception cref="StorePathException">It is not; the message says why.</exception>
    public static void Validate(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length is 0 or > StoreLimits.MaxPathLength)
            throw new StorePathException(path, $"it must have 1 to {StoreLimits.MaxPathLength} characters");

        foreach (var range in path.AsSpan().Split('/'))
        {
            if (Fault(path.AsSpan(range)) is { } fault)
                throw new StorePathException(path, fault);
        }
    }

    /// <summary>Whether a single segment may be part of a path.</summary>
    public static bool IsSegment(ReadOnlySpan<char> segment) => Fault(segment) is null;

    /// <summary>Refuses a block id that some store could not take.</summary>
    /// <exception cref="StorePathException">It is not valid; the message says why.</exception>
    public static void ValidateBlockId(string blockId)
    {
        ArgumentNullException.ThrowIfNull(blockId);
        if (blockId.Length is 0 or > StoreLimits.MaxBlockIdLength || blockId.AsSpan().ContainsAnyExcept(BlockIdCharacters))
            throw new StorePathException(blockId, $"a block id is 1 to {StoreLimits.MaxBlockIdLength} letters, digits and '-'");
    }

    private static string? Fault(ReadOnlySpan<char> segment)
    {
        if (segment.IsEmpty)
            return "a segment is empty, or it starts or ends with '/'";
        if (segment.Length > StoreLimits.MaxSegmentLength)
            return $"a segment has more than {StoreLimits.MaxSegmentLength} characters";
        if (segment.ContainsAnyExcept(SegmentCharacters))
            return "a segment holds a character other than A-Z a-z 0-9 . _ -";

        // Leading dots are '.', '..' and hidden files; a dot at the end is dropped by Windows and by Azure.
        return segment[0] == '.' || segment[^1] == '.' ? "a segment starts or ends with '.'" : null;
    }
}
