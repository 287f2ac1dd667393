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

    /// <summary>
    /// What a host stored, or null where it stored nothing. What is no JSON, as the reason of a termination that was asked
    /// for in a portal, is a string.
    /// </summary>
    public static JsonElement? Parse(string? stored)
    {
        if (string.IsNullOrEmpty(stored))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(stored);
            return document.RootElement.ValueKind is JsonValueKind.Null ? null : document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(stored);
        }
    }
}
