using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Core.Plans.Reading;

/// <summary>Pieces of documents as JSON and back: what is kept of a declared resource.</summary>
internal static class PlanJson
{
    /// <summary>A piece of a document that was read without a problem, so that its plain scalars are what they look like.</summary>
    public static JsonNode? Write(PlanNode node) => node switch
    {
        PlanMapping mapping => new JsonObject(mapping.Fields
            .Where(field => field.Value.Value is not PlanScalar { IsNull: true })
            .Select(field => KeyValuePair.Create(field.Key, Write(field.Value.Value)))),
        PlanList list => new JsonArray([.. list.Items.Select(Write)]),
        PlanScalar { IsNull: true } => null,
        PlanScalar { IsPlain: true, Text: "true" } => JsonValue.Create(true),
        PlanScalar { IsPlain: true, Text: "false" } => JsonValue.Create(false),
        PlanScalar { IsPlain: true } scalar when int.TryParse(scalar.Text, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        PlanScalar { IsPlain: true } scalar when long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) =>
            JsonValue.Create(whole),
        PlanScalar { IsPlain: true } scalar when double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var broken)
            && double.IsFinite(broken) => JsonValue.Create(broken),
        PlanScalar scalar => JsonValue.Create(scalar.Text),
        _ => null,
    };

    /// <summary>The same piece again; nothing of it has a line.</summary>
    public static PlanNode Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new PlanMapping(0, element.EnumerateObject()
            .ToDictionary(field => field.Name, field => (0L, Read(field.Value)), StringComparer.Ordinal)),
        JsonValueKind.Array => new PlanList(0, [.. element.EnumerateArray().Select(Read)]),
        JsonValueKind.String => new PlanScalar(0, element.GetString()!, IsPlain: false),
        _ => new PlanScalar(0, element.GetRawText(), IsPlain: true),
    };
}
