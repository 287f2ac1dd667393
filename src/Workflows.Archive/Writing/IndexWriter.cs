using System.Buffers;
using System.Text.Json;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;

namespace Workflows.Archive.Writing;

/// <summary>Writes a segment's index: one JSON line per object, in gzip members, in the order of the archive.</summary>
internal sealed class IndexWriter : IDisposable
{
    private readonly BlockStager stager;
    private readonly PooledBuffer lines = new();
    private readonly Utf8JsonWriter json;

    public IndexWriter(BlockStager stager)
    {
        this.stager = stager;
        json = new Utf8JsonWriter((IBufferWriter<byte>)lines, new JsonWriterOptions { Encoder = ArchiveJson.Line.Encoder });
    }

    public Task AppendAsync(IndexEntry entry, CancellationToken cancellationToken)
    {
        var start = lines.Count;
        json.Reset();
        JsonSerializer.Serialize(json, entry, ArchiveJson.Line);
        json.Flush();

        var length = lines.Count - start;
        if (length > ArchiveFormat.MaxIndexLineBytes)
            throw new ObjectTooLargeException(entry.Key, length, ArchiveFormat.MaxIndexLineBytes);

        lines.Write("\n"u8);
        return lines.Count >= ArchiveFormat.MemberTargetBytes ? CloseMemberAsync(cancellationToken) : Task.CompletedTask;
    }

    public void Dispose()
    {
        json.Dispose();
        lines.Dispose();
    }

    public async Task CloseMemberAsync(CancellationToken cancellationToken)
    {
        if (lines.Count == 0)
            return;
        await stager.AppendMemberAsync(lines.Written, cancellationToken);
        lines.Clear();
    }
}
