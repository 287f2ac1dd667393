using System.Text.Json.Nodes;

namespace Workflows.Scenarios.Volumes.Kills;

/// <summary>What a folder store holds of volumes, held against what its records name.</summary>
internal static class LeftInStore
{
    /// <summary>In the containers is what records name and nothing else; no run has left anything anywhere.</summary>
    public static void AssertNothing(string store)
    {
        var containers = Path.Combine(store, "containers");
        var stored = StoredFiles.Below(containers)
            .Select(file => Path.GetRelativePath(containers, file))
            .Where(file => !IsTemporary(file))
            .ToArray();
        var named = NamedBy(store).ToArray();
        Assert.Empty(stored.Except(named, StringComparer.Ordinal));
        Assert.Empty(named.Except(stored, StringComparer.Ordinal));
        Assert.Empty(StoredFiles.Below(Path.Combine(store, "staging")));
    }

    /// <summary>A file that was being written at a kill lies in the store's temporary folder until it is a day old.</summary>
    private static bool IsTemporary(string file) =>
        file.Split('/') is [_, ".workflows", not "blocks", ..];

    private static IEnumerable<string> NamedBy(string store)
    {
        foreach (var file in StoredFiles.Below(Path.Combine(store, "catalog", "volumes")))
        {
            var record = JsonNode.Parse(File.ReadAllText(file))!;
            var container = record["container"]!.GetValue<string>();
            var tree = record["tree"]!["path"]!.GetValue<string>();
            var folder = $"volumes/{record["volume"]!.GetValue<string>()}";
            yield return $"{container}/{tree}";
            yield return $"{container}/{folder}/records/{Path.GetFileNameWithoutExtension(tree)}";
            foreach (var pack in record["packs"]!.AsArray())
            {
                yield return $"{container}/{folder}/packs/{pack!["name"]!.GetValue<string>()}";
            }
        }
    }
}
