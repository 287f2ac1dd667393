using System.Text.Json;
using Workflows.Durable;

namespace Workflows.Functions.Durable;

/// <summary>
/// The JSON that is handed to a host, whatever its own serializer would have made of the value. Always JSON, if only
/// <c>null</c>: hosts differ in what nothing at all comes back as.
/// </summary>
internal static class Payload
{
    public static JsonElement From(object? value)
    {
        var element = value is JsonElement json ? json : JsonSerializer.SerializeToElement(value, DurableJson.Options);
        return element.ValueKind is JsonValueKind.Undefined ? JsonSerializer.SerializeToElement<object?>(null) : element;
    }

    /// <summary>What a host stored, or null where it stored nothing.</summary>
    public static JsonElement? Parse(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind is JsonValueKind.Null ? null : document.RootElement.Clone();
    }
}
