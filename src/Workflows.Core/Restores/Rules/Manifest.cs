using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Reading and changing fields of an object without a model of it. Whatever does not have the expected type reads as
/// absent, so that a malformed object passes through to the server, which says what is wrong with it.
/// </summary>
internal static class Manifest
{
    public static JsonObject? Map(this JsonNode? node, string name) => (node as JsonObject)?[name] as JsonObject;

    public static JsonArray? List(this JsonNode? node, string name) => (node as JsonObject)?[name] as JsonArray;

    public static string? Text(this JsonNode? node, string name) => AsText((node as JsonObject)?[name]);

    public static string? AsText(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;

    public static bool IsTrue(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.GetValueKind() is JsonValueKind.True;

    /// <summary>A whole number, however it is written; null for anything else.</summary>
    public static int? Number(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.GetValueKind() is JsonValueKind.Number
        && value.TryGetValue<int>(out var number)
            ? number
            : null;

    public static IEnumerable<JsonObject> Maps(this JsonArray? list) => list?.OfType<JsonObject>() ?? [];

    public static string? Name(this JsonObject obj) => obj.Map("metadata").Text("name");

    public static string? Namespace(this JsonObject obj) => obj.Map("metadata").Text("namespace");

    public static string? Label(this JsonObject obj, string key) => obj.Map("metadata").Map("labels").Text(key);

    public static bool HasLabel(this JsonObject obj, string key) =>
        obj.Map("metadata").Map("labels")?.ContainsKey(key) ?? false;

    public static string? Annotation(this JsonObject obj, string key) =>
        obj.Map("metadata").Map("annotations").Text(key);

    public static bool HasAnnotation(this JsonObject obj, string key) =>
        obj.Map("metadata").Map("annotations")?.ContainsKey(key) ?? false;

    public static void RemoveFields(this JsonObject? map, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            map?.Remove(name);
        }
    }

    /// <summary>Removes entries of a map inside <paramref name="map"/>, and the inner map if nothing is left.</summary>
    public static void RemoveEntries(this JsonObject? map, string inner, params ReadOnlySpan<string> keys)
    {
        if (map.Map(inner) is not { Count: > 0 } entries)
        {
            return;
        }

        entries.RemoveFields(keys);
        if (entries.Count == 0)
        {
            map!.Remove(inner);
        }
    }

    /// <summary>Removes the maps of a list for which <paramref name="unwanted"/> holds.</summary>
    public static void RemoveMaps(this JsonArray? list, Func<JsonObject, bool> unwanted) =>
        list?.RemoveAll(item => item is JsonObject map && unwanted(map));

    /// <summary>The inner map, made if it is not there; whatever else stood in its place is replaced.</summary>
    public static JsonObject Ensure(this JsonObject map, string name)
    {
        if (map[name] is JsonObject existing)
        {
            return existing;
        }

        var created = new JsonObject();
        map[name] = created;
        return created;
    }
}
