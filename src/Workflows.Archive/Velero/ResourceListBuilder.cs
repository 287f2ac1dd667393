using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workflows.Archive.Compression;
using Workflows.Archive.Format;

namespace Workflows.Archive.Velero;

/// <summary>
/// Velero's resource list: <c>{"apps/v1/Deployment":["ns/name"]}</c>, kinds and names in order. Names are gathered as
/// UTF-8, which is a few dozen bytes per object: the only thing of a commit that grows with the archive.
/// </summary>
internal sealed class ResourceListBuilder
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, ArrayBufferWriter<byte>> kinds = new(StringComparer.Ordinal);

    public void Add(IndexEntry entry)
    {
        var kind = $"{entry.ApiVersion}/{entry.Kind}";
        if (!kinds.TryGetValue(kind, out var names))
            kinds[kind] = names = new ArrayBufferWriter<byte>();

        // NUL can be part of no name that an archive takes.
        Encoding.UTF8.GetBytes(entry.Namespace is null ? entry.Name : $"{entry.Namespace}/{entry.Name}", names);
        names.Write("\0"u8);
    }

    /// <summary>The document, packed.</summary>
    public byte[] Build()
    {
        var plain = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(plain, Options))
        {
            json.WriteStartObject();
            foreach (var (kind, names) in kinds)
            {
                json.WriteStartArray(kind);
                foreach (var name in Sorted(names.WrittenSpan))
                    json.WriteStringValue(name);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        plain.Write("\n"u8);
        return GzipMember.Pack(plain.WrittenSpan);
    }

    private static string[] Sorted(ReadOnlySpan<byte> names)
    {
        var sorted = Encoding.UTF8.GetString(names[..^1]).Split('\0');
        Array.Sort(sorted, StringComparer.Ordinal);
        return sorted;
    }
}
