using System.Globalization;
using System.Text;
using System.Text.Json;
using Workflows.Volumes.Chunking;
using Workflows.Volumes.Compression;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Manifests;

/// <summary>Reads what <see cref="EntryJson"/> wrote, from hands that may be hostile.</summary>
internal static class EntryReader
{
    /// <exception cref="MalformedEntryException">It is no entry.</exception>
    public static TreeEntry Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return ReadEntry(document.RootElement);
        }
        catch (Exception malformed) when (
            malformed is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw new MalformedEntryException(malformed.Message, malformed);
        }
    }

    private static TreeEntry ReadEntry(JsonElement json)
    {
        var metadata = ReadMetadata(json);
        var content = json.TryGetProperty("length", out var length) ? ReadContent(json, length.GetInt64()) : null;
        var entry = new TreeEntry(Path(json, "path") ?? throw new MalformedEntryException("it has no path"), metadata)
        {
            Content = content,
            LinkTo = Path(json, "linkTo"),
            Signature = json.TryGetProperty("inode", out var inode)
                ? new(inode.GetUInt64(), Time(json.GetProperty("changed")))
                : null,
        };
        var isFile = metadata.Kind == EntryKind.File;
        var hasContent = content is not null && entry.LinkTo is null;
        if (isFile ? content is null == entry.LinkTo is null : content is not null)
        {
            throw new MalformedEntryException($"'{entry.Path}' is a {KindNames.Of(metadata.Kind)} {(hasContent ? "with" : "without")} content");
        }

        return entry;
    }

    private static EntryMetadata ReadMetadata(JsonElement json)
    {
        var kind = KindNames.Parse(json.GetProperty("kind").GetString())
            ?? throw new MalformedEntryException("it is of no known kind");
        var permissions = json.GetProperty("mode").GetInt32();
        if (permissions is < 0 or > 0xFFF)
        {
            throw new MalformedEntryException("its mode is none");
        }

        ReadOnlyMemory<byte>? target = json.TryGetProperty("target", out var link) ? link.GetBytesFromBase64() : null;
        if (kind == EntryKind.SymbolicLink != target is { Length: > 0 and < 4096 } || target?.Span.Contains((byte)0) == true)
        {
            throw new MalformedEntryException("its target is none");
        }

        DeviceNumber? device = json.TryGetProperty("device", out var numbers)
            ? new(numbers[0].GetUInt32(), numbers[1].GetUInt32())
            : null;
        if (kind is EntryKind.CharacterDevice or EntryKind.BlockDevice != device is not null)
        {
            throw new MalformedEntryException("its device is none");
        }

        return new(
            kind,
            permissions,
            json.GetProperty("uid").GetUInt32(),
            json.GetProperty("gid").GetUInt32(),
            Time(json.GetProperty("modified")))
        {
            Attributes = json.TryGetProperty("attributes", out var attributes)
                ? [.. attributes.EnumerateObject().Select(pair => Attribute(pair))]
                : [],
            Target = target,
            Device = device,
        };
    }

    private static ExtendedAttribute Attribute(JsonProperty pair) =>
        pair.Name.Length is 0 or > 255 || pair.Name.Contains('\0')
            ? throw new MalformedEntryException("the name of an attribute is none")
            : new(pair.Name, pair.Value.GetBytesFromBase64());

    private static FileContent ReadContent(JsonElement json, long length)
    {
        var chunks = json.GetProperty("chunks").EnumerateArray().Select(ReadChunk).ToArray();
        var runs = json.TryGetProperty("runs", out var pairs) ? ReadRuns(pairs, length) : null;
        var content = new FileContent(length, runs, chunks);
        if (length < 0 || content.DataRuns.Sum(run => run.Length) != chunks.Sum(chunk => (long)chunk.Length))
        {
            throw new MalformedEntryException("its chunks are not as long as it is");
        }

        return content;
    }

    private static DataRun[] ReadRuns(JsonElement pairs, long length)
    {
        var runs = new DataRun[pairs.GetArrayLength() / 2];
        var end = 0L;
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = new(pairs[2 * i].GetInt64(), pairs[(2 * i) + 1].GetInt64());
            if (runs[i].Offset < end || runs[i].Length <= 0 || runs[i].Length > length - runs[i].Offset)
            {
                throw new MalformedEntryException("its runs of data overlap, or lie outside");
            }

            end = runs[i].Offset + runs[i].Length;
        }

        return runs;
    }

    private static ChunkRef ReadChunk(JsonElement json)
    {
        var id = json[0].GetBytesFromBase64();
        var chunk = id.Length != ChunkId.Length
            ? throw new MalformedEntryException("the hash of a chunk is none")
            : new ChunkRef(
                new(id),
                json[1].GetInt32(),
                json[2].GetInt32(),
                json[3].GetInt32(),
                json[4].GetInt32(),
                (Codec)json[5].GetInt32());
        var fits = chunk is { Length: > 0 and <= ContentChunker.MaxLength, Pack: >= 0, Offset: >= 0, StoredLength: > 0 }
            && chunk.StoredLength <= chunk.Length
            && Enum.IsDefined(chunk.Codec)
            && (chunk.Codec != Codec.None || chunk.StoredLength == chunk.Length);
        return fits ? chunk : throw new MalformedEntryException("a chunk can't be as it says");
    }

    private static TreePath? Path(JsonElement json, string field)
    {
        var bytes = json.TryGetProperty(field, out var text) ? Encoding.UTF8.GetBytes(text.GetString() ?? "")
            : json.TryGetProperty($"{field}Bytes", out var base64) ? base64.GetBytesFromBase64()
            : null;
        return bytes is null ? null
            : TreePath.TryParse(bytes, out var path) ? path
            : throw new MalformedEntryException("its path leaves the tree, or is none");
    }

    private static FileTime Time(JsonElement json)
    {
        var text = json.GetString() ?? "";
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 || text.Length - point != 10
            ? throw new MalformedEntryException("a time is none")
            : new(
                long.Parse(text.AsSpan(0, point), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                uint.Parse(text.AsSpan(point + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
