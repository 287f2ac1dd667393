using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Kubernetes.Tests.Lists;

/// <summary>JSON of random shape, with what is awkward in keys, strings and numbers.</summary>
internal static class RandomJson
{
    private static readonly string[] s_texts =
        ["", "kind", "apiVersion", "items", "metadata", "é漢🚀", "\"\\/\b\f\n\r\t\0", "a b", "{}", "[", "\u2028"];

    public static JsonObject Object(Random random, int depth)
    {
        var json = new JsonObject();
        for (var i = random.Next(4); i > 0; i--)
            json[s_texts[random.Next(s_texts.Length)]] = Value(random, depth - 1);
        return json;
    }

    public static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 8 : 5) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(),
        3 => random.NextDouble() * 1e300,
        4 => s_texts[random.Next(s_texts.Length)],
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))]),
        _ => Object(random, depth),
    };

    public static JsonSerializerOptions Style(Random random) => new()
    {
        WriteIndented = random.Next(2) == 0,
        Encoder = random.Next(2) == 0 ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : JavaScriptEncoder.Default,
    };
}
