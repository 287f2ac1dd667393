using System.Text.Json.Nodes;
using Workflows.Cli.Errors;
using Workflows.Kubernetes.Yaml;

namespace Workflows.Cli.Yaml;

/// <summary>
/// A mapping of a file. Each key that is asked for is known from then on; <see cref="RefuseOthers"/> refuses the rest, so
/// that a slip of the pen is not taken for nothing.
/// </summary>
internal sealed class YamlMap(YamlFile file, YamlMapping mapping)
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>Where it begins, from 1.</summary>
    public long Line => mapping.Line;

    public IEnumerable<string> Keys => mapping.Entries.Keys;

    /// <summary>Whether a key has a value.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <exception cref="UsageException">It is not there, or no text.</exception>
    public string RequireText(string key) => FindText(key) ?? throw Error($"'{key}' is missing");

    /// <exception cref="UsageException">It is no text.</exception>
    public string? FindText(string key) => Find(key) switch
    {
        null => null,
        YamlScalar scalar => scalar.Text,
        var other => throw file.Error(other.Line, $"'{key}' must be a text"),
    };

    /// <exception cref="UsageException">It is neither true nor false.</exception>
    public bool? FindFlag(string key) => FindText(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw Error(key, $"'{key}' must be true or false"),
    };

    /// <summary>The texts of a list; none where it is not there.</summary>
    /// <exception cref="UsageException">It is no list of texts.</exception>
    public IReadOnlyList<string> Texts(string key) =>
        [.. ItemsOf(key, "texts").Select(item => item is YamlScalar { IsNull: false } scalar
            ? scalar.Text
            : throw file.Error(item.Line, $"'{key}' must be a list of texts"))];

    /// <summary>Texts by name; none where it is not there.</summary>
    /// <exception cref="UsageException">It is no mapping of texts.</exception>
    public IReadOnlyDictionary<string, string> TextsByName(string key)
    {
        var texts = FindMap(key);
        return texts?.Keys.ToDictionary(name => name, texts.RequireText, StringComparer.Ordinal) ?? [];
    }

    /// <summary>The mappings of a list; none where it is not there.</summary>
    /// <exception cref="UsageException">It is no list of mappings.</exception>
    public IReadOnlyList<YamlMap> Maps(string key) =>
        [.. ItemsOf(key, "mappings").Select(item => item is YamlMapping map
            ? new YamlMap(file, map)
            : throw file.Error(item.Line, $"'{key}' must be a list of mappings"))];

    /// <exception cref="UsageException">It is no mapping.</exception>
    public YamlMap? FindMap(string key) => Find(key) switch
    {
        null => null,
        YamlMapping map => new(file, map),
        var other => throw file.Error(other.Line, $"'{key}' must be a mapping"),
    };

    /// <exception cref="UsageException">It is not there, or no mapping.</exception>
    public YamlMap RequireMap(string key) => FindMap(key) ?? throw Error($"'{key}' is missing");

    /// <summary>The whole mapping as JSON, with numbers and truth as YAML means them.</summary>
    public JsonObject ToJson() => (JsonObject)YamlToJson.Convert(mapping)!;

    /// <exception cref="UsageException">It has a key that nobody asked for.</exception>
    public void RefuseOthers()
    {
        if (mapping.Entries.Keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown)
        {
            throw Error(unknown, $"'{unknown}' is not known here; there can be: {string.Join(", ", known)}");
        }
    }

    /// <summary>An error at the mapping's beginning.</summary>
    public UsageException Error(string problem) => file.Error(mapping.Line, problem);

    /// <summary>An error where a key stands; at the mapping's beginning where it does not.</summary>
    public UsageException Error(string key, string problem) => file.Error(
        mapping.KeyLines.TryGetValue(key, out var line) ? line
            : mapping.Entries.TryGetValue(key, out var merged) ? merged.Line
            : mapping.Line,
        problem);

    private YamlValue? Find(string key)
    {
        known.Add(key);
        return mapping.Entries.TryGetValue(key, out var value) && value is not YamlScalar { IsNull: true } ? value : null;
    }

    private IReadOnlyList<YamlValue> ItemsOf(string key, string of) => Find(key) switch
    {
        null => [],
        YamlSequence list => list.Items,
        var other => throw file.Error(other.Line, $"'{key}' must be a list of {of}"),
    };
}
