using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Cli.Errors;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Workflows.Cli.Yaml;

/// <summary>
/// A mapping of a file. Each key that is asked for is known from then on; <see cref="RefuseOthers"/> refuses the rest, so
/// that a slip of the pen is not taken for nothing.
/// </summary>
internal sealed class YamlMap(YamlFile file, YamlMappingNode node)
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public IEnumerable<string> Keys => node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    public bool Has(string key) => Find(key) is not null;

    /// <exception cref="UsageException">It is not there, or no text.</exception>
    public string RequireText(string key) => FindText(key) ?? throw Error($"'{key}' is missing");

    /// <exception cref="UsageException">It is no text.</exception>
    public string? FindText(string key) => Find(key) is { } value ? TextOf(key, value) : null;

    /// <exception cref="UsageException">It is neither true nor false.</exception>
    public bool? FindFlag(string key) => FindText(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw Error(key, $"'{key}' is true or false"),
    };

    /// <summary>The texts of a list; none where it is not there.</summary>
    /// <exception cref="UsageException">It is no list of texts.</exception>
    public IReadOnlyList<string> Texts(string key) => [.. ItemsOf(key).Select(item => TextOf(key, item))];

    /// <summary>The mappings of a list; none where it is not there.</summary>
    /// <exception cref="UsageException">It is no list of mappings.</exception>
    public IReadOnlyList<YamlMap> Maps(string key) => [.. ItemsOf(key).Select(item => MapOf(key, item))];

    /// <exception cref="UsageException">It is no mapping.</exception>
    public YamlMap? FindMap(string key) => Find(key) is { } value ? MapOf(key, value) : null;

    /// <exception cref="UsageException">It is not there, or no mapping.</exception>
    public YamlMap RequireMap(string key) => FindMap(key) ?? throw Error($"'{key}' is missing");

    /// <summary>The whole mapping as JSON, with numbers and truth as YAML means them.</summary>
    public JsonObject ToJson() => (JsonObject)JsonOf(node)!;

    /// <exception cref="UsageException">It has a key that nobody asked for.</exception>
    public void RefuseOthers()
    {
        foreach (var key in node.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !known.Contains(name))
            {
                throw file.Error(
                    key.Start.Line,
                    $"'{(key as YamlScalarNode)?.Value}' is not known here; there can be: {string.Join(", ", known)}");
            }
        }
    }

    /// <summary>An error at the mapping's beginning.</summary>
    public UsageException Error(string problem) => file.Error(node.Start.Line, problem);

    /// <summary>An error at a key's value; at the mapping's beginning where it is not there.</summary>
    public UsageException Error(string key, string problem) => file.Error((Find(key) ?? node).Start.Line, problem);

    private YamlNode? Find(string key)
    {
        known.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var value) && !IsNull(value) ? value : null;
    }

    private IEnumerable<YamlNode> ItemsOf(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode list => list.Children,
        var other => throw file.Error(other.Start.Line, $"'{key}' is a list"),
    };

    private string TextOf(string key, YamlNode value) => value is YamlScalarNode { Value: { } text } && !IsNull(value)
        ? text
        : throw file.Error(value.Start.Line, $"'{key}' has a text here");

    private YamlMap MapOf(string key, YamlNode value) => value is YamlMappingNode map
        ? new(file, map)
        : throw file.Error(value.Start.Line, $"'{key}' has a mapping here");

    private static bool IsNull(YamlNode value) => value is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    private JsonNode? JsonOf(YamlNode value) => value switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(
            (pair.Key as YamlScalarNode)?.Value ?? throw file.Error(pair.Key.Start.Line, "a key is a text"), JsonOf(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(JsonOf)]),
        YamlScalarNode scalar when !IsNull(scalar) => ScalarOf(scalar),
        _ => null,
    };

    private static JsonValue ScalarOf(YamlScalarNode scalar)
    {
        var text = scalar.Value!;
        if (scalar.Style is not ScalarStyle.Plain)
        {
            return JsonValue.Create(text);
        }

        return text is "true" or "false" ? JsonValue.Create(text == "true")
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? JsonValue.Create(number)
                : JsonValue.Create(text);
    }
}
