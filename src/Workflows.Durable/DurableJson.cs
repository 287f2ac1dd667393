using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Durable;

/// <summary>The one JSON form of inputs, results, events and statuses: camelCase, enums by name.</summary>
public static class DurableJson
{
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>Reads a value; JSON <c>null</c> and nothing at all are the type's default.</summary>
    public static T Read<T>(JsonElement element) =>
        element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
            ? default!
            : element.Deserialize<T>(Options)!;

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
