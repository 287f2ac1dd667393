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
            malformed is JsonException
                or InvalidOperationException
                or FormatException
                or KeyNotFoundException
                or OverflowException
                or IndexOutOfRangeException)
        {
            throw new MalformedEntryException(malformed.Message, malformed);
        }
    }

    private static TreeEntry ReadEntry(JsonElement json)
    {
        var path = Path(json, "path") ?? throw new MalformedEntryException("it has no path");
        var link = Path(json, "linkTo");
        var metadata = ReadMetadata(json, isFurtherName: link is not null);
        var content = json.TryGetProperty("length", out var length) ? ReadContent(json, length.GetInt64()) : null;
        Require(
            !path.IsRoot || metadata.Kind == EntryKind.Directory,
            $"its root is a {KindNames.Of(metadata.Kind)}");

        // Names of one thing come in the order of paths, and the first of them is what the others are names of.
        Require(
            link is null || !link.IsRoot && link < path && metadata.Kind != EntryKind.Directory,
            $"'{path}' is no further name of anything");
        Require(
            content is not null == (metadata.Kind == EntryKind.File && link is null),
            $"'{path}' is a {KindNames.Of(metadata.Kind)} {(content is null ? "without" : "with")} content");
        return new(path, metadata)
        {
            Content = content,
            LinkTo = link,
            Signature = json.TryGetProperty("inode", out var inode)
                ? new(inode.GetUInt64(), Time(json.GetProperty("changed")))
                : null,
        };
    }

    /// <param name="json">The entry.</param>
    /// <param name="isFurtherName">Whether the first name says the rest.</param>
    private static EntryMetadata ReadMetadata(JsonElement json, bool isFurtherName)
    {
        var kind = KindNames.Parse(json.GetProperty("kind").GetString())
            ?? throw new MalformedEntryException("it is of no known kind");
        var permissions = json.GetProperty("mode").GetInt32();
        Require(permissions is >= 0 and <= 0xFFF, "its mode is none");

        var target = json.TryGetProperty("target", out var link) ? link.GetBytesFromBase64() : [];
        Require(
            target.Length == 0
                ? kind != EntryKind.SymbolicLink || isFurtherName
                : kind == EntryKind.SymbolicLink && target.Length < 4096 && !target.Contains((byte)0),
            "its target is none");

        DeviceNumber? device = json.TryGetProperty("device", out var numbers) ? Device(numbers) : null;
        var isDevice = kind is EntryKind.CharacterDevice or EntryKind.BlockDevice;
        Require(device is not null ? isDevice : !isDevice || isFurtherName, "its device is none");

        return new(
            kind,
            permissions,
            Owner(json.GetProperty("uid")),
            Owner(json.GetProperty("gid")),
            Time(json.GetProperty("modified")))
        {
            Attributes = json.TryGetProperty("attributes", out var attributes)
                ? [.. attributes.EnumerateObject().Select(pair => Attribute(pair))]
                : [],
            Target = target.Length == 0 ? (ReadOnlyMemory<byte>?)null : target,
            Device = device,
        };
    }

    /// <summary>The highest number says "leave it as it is" to chown(2).</summary>
    private static uint Owner(JsonElement json) => json.GetUInt32() is var number and not uint.MaxValue
        ? number
        : throw new MalformedEntryException("nobody has the number of its owner or group");

    private static DeviceNumber Device(JsonElement numbers)
    {
        Require(numbers.GetArrayLength() == 2, "its device is none");
        return new(numbers[0].GetUInt32(), numbers[1].GetUInt32());
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
        Require(
            length >= 0 && content.DataRuns.Sum(run => run.Length) == chunks.Sum(chunk => (long)chunk.Length),
            "its chunks are not as long as it is");
        return content;
    }

    private static DataRun[] ReadRuns(JsonElement pairs, long length)
    {
        Require(pairs.GetArrayLength() % 2 == 0, "its runs of data are no pairs");
        var runs = new DataRun[pairs.GetArrayLength() / 2];
        var end = 0L;
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = new(pairs[2 * i].GetInt64(), pairs[(2 * i) + 1].GetInt64());
            Require(
                runs[i].Offset >= end && runs[i].Length > 0 && runs[i].Length <= length - runs[i].Offset,
                "its runs of data overlap, or lie outside");
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
        var bytes = json.TryGetProperty(field, out var text) ? Encoding.UTF8.GetBytes(text.GetString() ?? throw new MalformedEntryException($"its {field} is null"))
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

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new MalformedEntryException(otherwise);
        }
    }
}
