using System.Text.Json;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;

namespace Workflows.Archive.Writing;

/// <summary>How long an object's line of the index can get: labels are the only part of it that is not short.</summary>
internal static class IndexLine
{
    /// <summary>The most bytes that one UTF-16 unit takes in a line: an escape.</summary>
    private const int MaxBytesPerChar = 6;

    /// <summary>More than all numbers, the hash and the punctuation take, and than the punctuation of one label.</summary>
    private const int FixedBytes = 4 * 1024;

    private const int BytesPerLabel = 8;

    /// <summary>The longest a line's numbers can be; a line that fits by fewer digits only is refused too.</summary>
    private static readonly MemberPlace Widest = new(long.MaxValue, int.MaxValue, int.MaxValue);

    /// <exception cref="ObjectTooLargeException">A reader would not take the line.</exception>
    public static void RequireFits(in ArchivedObject archived, int part)
    {
        // Nearly every object is far below: its line need not be written twice.
        if (Bound(archived) <= ArchiveFormat.MaxIndexLineBytes)
            return;

        var entry = new PendingEntry(archived, new string('0', 64), int.MaxValue, int.MaxValue).ToIndexEntry(part, Widest);
        var length = JsonSerializer.SerializeToUtf8Bytes(entry, ArchiveJson.Line).Length;
        if (length > ArchiveFormat.MaxIndexLineBytes)
            throw new ObjectTooLargeException(archived.Key, length, ArchiveFormat.MaxIndexLineBytes);
    }

    private static long Bound(in ArchivedObject archived)
    {
        var head = archived.Head;
        var owner = head.Controller;
        var chars = Length(head.ApiVersion) + Length(head.Kind) + Length(head.Namespace) + Length(head.Name)
            + Length(head.Uid) + Length(head.ResourceVersion) + Length(archived.Resource.Plural) + Length(archived.Resource.Group)
            + Length(owner?.ApiVersion) + Length(owner?.Kind) + Length(owner?.Name) + Length(owner?.Uid);
        if (head.Labels.Count > 0)
        {
            foreach (var (name, value) in head.Labels)
                chars += Length(name) + Length(value) + BytesPerLabel;
        }

        return FixedBytes + (MaxBytesPerChar * chars);
    }

    private static long Length(string? text) => text?.Length ?? 0;
}
