using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Workflows.Scenarios.Archives;

/// <summary>A downloaded backup, unpacked with nothing of the product's.</summary>
public sealed class ArchiveTar
{
    private const string Resources = "resources/";

    private ArchiveTar(IReadOnlyList<string> names, IReadOnlyDictionary<string, JsonObject> objects)
    {
        Names = names;
        Objects = objects;
    }

    /// <summary>Every entry's name, in order; one that came twice is here twice.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The objects by their path below <c>resources/</c>, without <c>.json</c>.</summary>
    public IReadOnlyDictionary<string, JsonObject> Objects { get; }

    /// <summary>Where an object must lie: Velero's layout.</summary>
    public static string PathOf(string resource, string? ns, string name) =>
        ns is null ? $"{resource}/cluster/{name}" : $"{resource}/namespaces/{ns}/{name}";

    public static async Task<ArchiveTar> ReadAsync(string file)
    {
        await using var stream = File.OpenRead(file);
        await using var plain = new GZipStream(stream, CompressionMode.Decompress);
        await using var tar = new TarReader(plain);
        var names = new List<string>();
        var objects = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            names.Add(entry.Name);
            if (entry.Name.StartsWith(Resources, StringComparison.Ordinal) && entry.DataStream is { } data)
            {
                var path = entry.Name[Resources.Length..^".json".Length];
                var json = (await JsonNode.ParseAsync(data))!.AsObject();
                Assert.True(objects.TryAdd(path, json), $"{path} is in the archive twice.");
            }
        }

        return new(names, objects);
    }
}
