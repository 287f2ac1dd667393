using System.Buffers;
using System.Text.Json;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;

namespace Workflows.Archive.Writing;

/// <summary>Writes a segment's index: one JSON line per object, in gzip members, in the order of the archive.</summary>
internal sealed class IndexWriter(BlockStager stager)
{
    private readonly ArrayBufferWriter<byte> lines = new();

    public Task AppendAsync(IndexEntry entry, CancellationToken cancellationToken)
    {
        var start = lines.WrittenCount;
        using (var json = new Utf8JsonWriter(lines, new JsonWriterOptions { Encoder = ArchiveJson.Line.Encoder }))
            JsonSerializer.Serialize(json, entry, ArchiveJson.Line);

        var length = lines.WrittenCount - start;
        if (length > ArchiveFormat.MaxIndexLineBytes)
            throw new ObjectTooLargeException(entry.Key, length, ArchiveFormat.MaxIndexLineBytes);

        lines.Write("\n"u8);
        return lines.WrittenCount >= ArchiveFormat.MemberTargetBytes ? CloseMemberAsync(cancellationToken) : Task.CompletedTask;
    }

    public async Task CloseMemberAsync(CancellationToken cancellationToken)
    {
        if (lines.WrittenCount == 0)
            return;
        await stager.AppendMemberAsync(lines.WrittenMemory, cancellationToken);
        lines.ResetWrittenCount();
    }
}
