using System.Buffers;
using System.Text.Json;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;

namespace Workflows.Archive.Writing;

/// <summary>Writes a segment's index: one JSON line per object, in gzip members, in the order of the archive.</summary>
internal sealed class IndexWriter(BlockStager stager) : IDisposable
{
    private readonly PooledBuffer lines = new();

    public Task AppendAsync(IndexEntry entry, CancellationToken cancellationToken)
    {
        var start = lines.Count;
        using (var json = new Utf8JsonWriter((IBufferWriter<byte>)lines, new JsonWriterOptions { Encoder = ArchiveJson.Line.Encoder }))
            JsonSerializer.Serialize(json, entry, ArchiveJson.Line);

        var length = lines.Count - start;
        if (length > ArchiveFormat.MaxIndexLineBytes)
            throw new ObjectTooLargeException(entry.Key, length, ArchiveFormat.MaxIndexLineBytes);

        lines.Write("\n"u8);
        return lines.Count >= ArchiveFormat.MemberTargetBytes ? CloseMemberAsync(cancellationToken) : Task.CompletedTask;
    }

    public void Dispose() => lines.Dispose();

    public async Task CloseMemberAsync(CancellationToken cancellationToken)
    {
        if (lines.Count == 0)
            return;
        await stager.AppendMemberAsync(lines.Written, cancellationToken);
        lines.Clear();
    }
}
