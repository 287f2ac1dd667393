using System.Text.Json;

namespace Workflows.Kubernetes.ApiDiscovery;

/// <summary>Reads fields of discovery's answers, which a hostile server may have made of anything.</summary>
internal static class DiscoveryJson
{
    public static IEnumerable<JsonElement> List(this JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var list)
        && list.ValueKind is JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    public static string Text(this JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.String
            ? value.GetString()!
            : "";

    public static string[] Texts(this JsonElement parent, string name) =>
        [.. parent.List(name).Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!)];

    public static bool Flag(this JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.True;

    public static JsonElement Child(this JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;
}
