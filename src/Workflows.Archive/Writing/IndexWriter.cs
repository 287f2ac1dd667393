using System.Buffers;
using System.Text.Json;
using Workflows.Archive.Format;
using Workflows.Archive.IO;

namespace Workflows.Archive.Writing;

/// <summary>Writes a segment's index: one JSON line per object, in gzip members, in the order of the archive.</summary>
/// <remarks>That the line is not too long, <see cref="IndexLine"/> has seen to before the object was written.</remarks>
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
        json.Reset();
        JsonSerializer.Serialize(json, entry, ArchiveJson.Line);
        json.Flush();
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
