using System.Text.Json;

namespace Workflows.Activities;

/// <summary>
/// Fields of JSON that nobody vouches for. Whatever is not there, or is of another type, reads as absent; nothing is
/// thrown.
/// </summary>
internal static class ElementFields
{
    public static JsonElement? Field(this JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A whole number; null for anything else.</summary>
    public static int? Number(this JsonElement parent, string name) =>
        parent.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public static string? Text(this JsonElement parent, string name)
    {
        if (parent.Field(name) is not { ValueKind: JsonValueKind.String } value)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8: no text.
            return null;
        }
    }
}
