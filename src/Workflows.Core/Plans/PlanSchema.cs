using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Core.Plans.Reading;

namespace Workflows.Core.Plans;

/// <summary>The published JSON schema of what <see cref="PlanReader"/> reads, made of the reader itself.</summary>
public static class PlanSchema
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        // A schema is no part of a web page: quotes may stand as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One schema for all kinds (JSON Schema 2020-12), indented, with a line feed at its end.</summary>
    public static string Text { get; } = Make().ToJsonString(Readable) + "\n";

    private static JsonObject Make() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = $"What workflows apply takes ({PlanResource.ApiVersion})",
        ["oneOf"] = new JsonArray([.. ResourceFields.Kinds.Select(kind => OfKind(kind.Key, kind.Value))]),
    };

    private static JsonObject OfKind(string name, Func<FieldReader, PlanResource> read)
    {
        var schema = FieldReader.Describe(read);
        var properties = schema["properties"]!.AsObject();
        properties["apiVersion"]!.AsObject()["const"] = PlanResource.ApiVersion;
        properties["kind"]!.AsObject()["const"] = name;
        schema["title"] = name;
        return schema;
    }
}
