using System.Globalization;
using System.Text;
using System.Text.Json;
using Workflows.Volumes.Chunking;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Manifests;

/// <summary>Writes an entry as a line of JSON. Names that are not UTF-8 stand there as Base64, in a field of their own.</summary>
internal static class EntryJson
{
    public static void Write(Utf8JsonWriter json, TreeEntry entry)
    {
        json.WriteStartObject();
        WritePath(json, "path", entry.Path);
        WriteMetadata(json, entry.Metadata);
        if (entry.LinkTo is { } link)
        {
            WritePath(json, "linkTo", link);
        }

        if (entry.Content is { } content)
        {
            WriteContent(json, content);
        }

        if (entry.Signature is { } signature)
        {
            json.WriteNumber("inode", signature.Inode);
            WriteTime(json, "changed", signature.ChangedAt);
        }

        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, EntryMetadata metadata)
    {
        json.WriteString("kind", KindNames.Of(metadata.Kind));
        json.WriteNumber("mode", metadata.Permissions);
        json.WriteNumber("uid", metadata.Uid);
        json.WriteNumber("gid", metadata.Gid);
        WriteTime(json, "modified", metadata.ModifiedAt);
        if (metadata.Target is { } target)
        {
            json.WriteBase64String("target", target.Span);
        }

        if (metadata.Device is { } device)
        {
            json.WriteStartArray("device");
            json.WriteNumberValue(device.Major);
            json.WriteNumberValue(device.Minor);
            json.WriteEndArray();
        }

        if (metadata.Attributes.Count > 0)
        {
            json.WriteStartObject("attributes");
            foreach (var attribute in metadata.Attributes)
            {
                json.WriteBase64String(attribute.Name, attribute.Value.Span);
            }

            json.WriteEndObject();
        }
    }

    private static void WriteContent(Utf8JsonWriter json, FileContent content)
    {
        json.WriteNumber("length", content.Length);
        if (content.Runs is { } runs)
        {
            json.WriteStartArray("runs");
            foreach (var run in runs)
            {
                json.WriteNumberValue(run.Offset);
                json.WriteNumberValue(run.Length);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("chunks");
        foreach (var chunk in content.Chunks)
        {
            WriteChunk(json, chunk);
        }

        json.WriteEndArray();
    }

    private static void WriteChunk(Utf8JsonWriter json, in ChunkRef chunk)
    {
        Span<byte> id = stackalloc byte[ChunkId.Length];
        chunk.Id.CopyTo(id);
        json.WriteStartArray();
        json.WriteBase64StringValue(id);
        json.WriteNumberValue(chunk.Length);
        json.WriteNumberValue(chunk.Pack);
        json.WriteNumberValue(chunk.Offset);
        json.WriteNumberValue(chunk.StoredLength);
        json.WriteNumberValue((int)chunk.Codec);
        json.WriteEndArray();
    }

    private static void WritePath(Utf8JsonWriter json, string field, TreePath path)
    {
        var bytes = path.ToBytes();
        if (path.Names.All(name => name.ToText() is not null))
        {
            json.WriteString(field, Encoding.UTF8.GetString(bytes));
        }
        else
        {
            json.WriteBase64String($"{field}Bytes", bytes);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string field, FileTime time) =>
        json.WriteString(field, string.Create(CultureInfo.InvariantCulture, $"{time.Seconds}.{time.Nanoseconds:D9}"));
}
