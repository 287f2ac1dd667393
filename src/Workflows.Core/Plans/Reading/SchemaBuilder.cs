using System.Text.Json.Nodes;

namespace Workflows.Core.Plans.Reading;

/// <summary>Puts a JSON schema together, field by field.</summary>
internal sealed class SchemaBuilder
{
    private readonly JsonObject properties = [];
    private readonly JsonArray required = [];

    public void Add(string name, JsonObject describes) => properties[name] = describes;

    public void Require(string name) => required.Add(name);

    public JsonObject ToJson()
    {
        JsonObject json = new() { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0)
        {
            json["required"] = required;
        }

        json["additionalProperties"] = false;
        return json;
    }

    public static JsonObject Text(string? description) => Described(new() { ["type"] = "string" }, description);

    public static JsonObject Flag(string description) => Described(new() { ["type"] = "boolean" }, description);

    public static JsonObject Integer(int min, int max, string description) =>
        Described(new() { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max }, description);

    public static JsonObject Choice(IEnumerable<string> words, string description) =>
        Described(new() { ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) }, description);

    public static JsonObject List(JsonObject item, string description) =>
        Described(new() { ["type"] = "array", ["items"] = item }, description);

    public static JsonObject Map(string description) =>
        Described(new() { ["type"] = "object", ["additionalProperties"] = Text(null) }, description);

    /// <summary>Something with some fields, and whatever else.</summary>
    public static JsonObject Open(IEnumerable<string> needed) =>
        new() { ["type"] = "object", ["required"] = new JsonArray([.. needed.Select(name => JsonValue.Create(name))]) };

    public static JsonObject Described(JsonObject schema, string? description)
    {
        if (description is not null)
        {
            schema["description"] = description;
        }

        return schema;
    }
}
