using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Cli.Output.Documents;

namespace Workflows.Cli.Commands.Catalog;

/// <summary>Field by field, what differs between two documents.</summary>
internal static class ResourceDifference
{
    /// <param name="before">What is there; null for nothing.</param>
    /// <param name="after">What is to be there.</param>
    /// <returns>The fields that differ: those of the new document in its order, then those that are gone.</returns>
    public static IReadOnlyList<FieldDifferenceDocument> Of(JsonObject? before, JsonObject after)
    {
        var old = Flatten("", before).ToDictionary(field => field.Path, field => field.Text, StringComparer.Ordinal);
        var differences = new List<FieldDifferenceDocument>();
        foreach (var (path, text) in Flatten("", after))
        {
            var known = old.Remove(path, out var was);
            if (!known || was != text)
            {
                differences.Add(new FieldDifferenceDocument(path, was, text));
            }
        }

        differences.AddRange(old.Select(gone => new FieldDifferenceDocument(gone.Key, gone.Value, After: null)));
        return differences;
    }

    private static IEnumerable<(string Path, string Text)> Flatten(string path, JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } fields => fields.SelectMany(field => Flatten(path.Length == 0 ? field.Key : $"{path}.{field.Key}", field.Value)),
        JsonArray { Count: > 0 } items => items.SelectMany((item, index) => Flatten($"{path}[{index.ToString(CultureInfo.InvariantCulture)}]", item)),
        null => [],
        JsonValue value when value.GetValueKind() is JsonValueKind.String => [(path, value.GetValue<string>())],
        _ => [(path, node.ToJsonString(DocumentJson.Line))],
    };
}
