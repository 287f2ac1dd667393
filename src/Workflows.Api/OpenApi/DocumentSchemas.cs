using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Workflows.Api.Documents;

namespace Workflows.Api.OpenApi;

/// <summary>The schemas of documents, each once, taken from the very types that are written.</summary>
internal sealed class DocumentSchemas
{
    private static readonly JsonSchemaExporterOptions Options = new() { TreatNullObliviousAsNonNullable = true };

    private readonly SortedDictionary<string, JsonNode> schemas = new(StringComparer.Ordinal);

    public JsonObject ReferenceTo(Type document)
    {
        schemas.TryAdd(document.Name, DocumentJson.Line.GetJsonSchemaAsNode(document, Options));
        return new JsonObject { ["$ref"] = $"#/components/schemas/{document.Name}" };
    }

    public JsonObject ToJson() => new(schemas.Select(schema => KeyValuePair.Create<string, JsonNode?>(schema.Key, schema.Value.DeepClone())));
}
