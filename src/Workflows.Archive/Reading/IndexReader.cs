using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Manifests;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Reading;

/// <summary>
/// Reads an index as a stream. Damage is found at the latest when a segment's lines end, after some of them were
/// given out: whoever acts on an index first reads it to its end.
/// </summary>
internal sealed class IndexReader(IBlobReader files, string backup, string path)
{
    /// <summary>All entries, in the order of the archive.</summary>
    public async IAsyncEnumerable<IndexedObject> ReadAsync(
        IReadOnlyList<ArchiveSegment> segments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var segment in segments)
        {
            await foreach (var entry in ReadSegmentAsync(segment, cancellationToken))
                yield return new IndexedObject(entry, segment);
        }
    }

    /// <summary>The entries of one segment.</summary>
    /// <exception cref="ArchiveDamagedException">They are not what was written.</exception>
    public async IAsyncEnumerable<IndexEntry> ReadSegmentAsync(
        ArchiveSegment segment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (segment.Objects == 0)
            yield break;

        await using var blob = await OpenAsync(segment, cancellationToken);
        await using var packed = new HashingReadStream(blob);
        await using var plain = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        var lines = new LineReader(plain, ArchiveFormat.MaxIndexLineBytes);

        // No line is read past the number that the manifest states: a bomb ends there.
        for (var number = 1; number <= segment.Objects; number++)
        {
            var line = await NextLineAsync(lines, segment, cancellationToken)
                ?? throw Damaged(segment, $"it ends before its {segment.Objects} objects");
            yield return Parse(line.Span, segment, number);
        }

        await CheckEndAsync(lines, packed, segment, cancellationToken);
    }

    private async Task<Stream> OpenAsync(ArchiveSegment segment, CancellationToken cancellationToken)
    {
        try
        {
            return await files.OpenReadAsync(path, segment.IndexOffset, segment.IndexLength, cancellationToken);
        }
        catch (Exception error) when (error is BlobNotFoundException or BlobRangeException)
        {
            throw Damaged(segment, error is BlobNotFoundException ? "the file is missing" : "the file is cut short", error);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>?> NextLineAsync(
        LineReader lines, ArchiveSegment segment, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadAsync(cancellationToken);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(segment, "it can't be unpacked", error);
        }
    }

    /// <summary>After the last line nothing may follow, and every packed byte must have been hashed.</summary>
    private async Task CheckEndAsync(
        LineReader lines, HashingReadStream packed, ArchiveSegment segment, CancellationToken cancellationToken)
    {
        if (await NextLineAsync(lines, segment, cancellationToken) is not null)
            throw Damaged(segment, $"it holds more than {segment.Objects} objects");

        await packed.CopyToAsync(Stream.Null, cancellationToken);
        if (packed.Count != segment.IndexLength || packed.Sha256 != segment.IndexSha256)
            throw Damaged(segment, "its bytes don't match their hash");
    }

    private IndexEntry Parse(ReadOnlySpan<byte> line, ArchiveSegment segment, int number)
    {
        IndexEntry? entry;
        try
        {
            entry = JsonSerializer.Deserialize<IndexEntry>(line, ArchiveJson.Line);
        }
        catch (JsonException error)
        {
            throw Damaged(segment, $"line {number} has no valid value at {error.Path}", error);
        }

        var fault = entry is null ? "it is null" : IndexRules.Fault(entry, segment);
        return fault is null ? entry! : throw Damaged(segment, $"line {number}: {fault}");
    }

    private ArchiveDamagedException Damaged(ArchiveSegment segment, string what, Exception? inner = null) =>
        new(backup, $"{path}, part {segment.Part} at byte {segment.IndexOffset}", what, inner);
}
