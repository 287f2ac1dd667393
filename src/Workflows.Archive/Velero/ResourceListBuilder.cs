using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workflows.Archive.Compression;
using Workflows.Archive.Format;
using Workflows.Archive.IO;

namespace Workflows.Archive.Velero;

/// <summary>
/// Velero's resource list: <c>{"apps/v1/Deployment":["ns/name"]}</c>, kinds and names in order. Names are gathered as
/// UTF-8, which is a few dozen bytes per object: the only thing of a commit that grows with the archive.
/// </summary>
internal sealed class ResourceListBuilder : IDisposable
{
    private const int FlushedBytes = 16 << 10;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, NameList> kinds = new(StringComparer.Ordinal);

    public void Add(IndexEntry entry)
    {
        var kind = $"{entry.ApiVersion}/{entry.Kind}";
        if (!kinds.TryGetValue(kind, out var names))
            kinds[kind] = names = new NameList();
        names.Add(entry.Namespace is null ? entry.Name : $"{entry.Namespace}/{entry.Name}");
    }

    /// <summary>The document, packed.</summary>
    public byte[] Build() => GzipMember.Pack(target =>
    {
        using (var json = new Utf8JsonWriter(target, Options))
        {
            json.WriteStartObject();
            foreach (var (kind, names) in kinds)
            {
                json.WriteStartArray(kind);
                foreach (var name in names.Sort())
                {
                    json.WriteStringValue(names[name]);
                    if (json.BytesPending > FlushedBytes)
                        json.Flush();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        target.Write("\n"u8);
    });

    public void Dispose()
    {
        foreach (var names in kinds.Values)
            names.Dispose();
    }

    /// <summary>Texts one behind the other, without an object for each.</summary>
    private sealed class NameList : IDisposable
    {
        private readonly PooledBuffer utf8 = new();
        private readonly List<(int Start, int Length)> places = [];

        public ReadOnlySpan<byte> this[(int Start, int Length) place] =>
            utf8.Written.Span.Slice(place.Start, place.Length);

        public void Add(string name)
        {
            var start = utf8.Count;
            utf8.Advance(Encoding.UTF8.GetBytes(name, utf8.GetSpan(Encoding.UTF8.GetMaxByteCount(name.Length))));
            places.Add((start, utf8.Count - start));
        }

        public List<(int Start, int Length)> Sort()
        {
            places.Sort((one, other) => this[one].SequenceCompareTo(this[other]));
            return places;
        }

        public void Dispose() => utf8.Dispose();
    }
}
