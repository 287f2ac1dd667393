using System.Runtime.InteropServices;
using System.Text.Json;
using Workflows.Durable;

namespace Workflows.Engine.Replay;

/// <summary>Turns what callers hand over into the JSON that is recorded.</summary>
internal static class Payload
{
    /// <summary>What a payload may hold at most. Far above the 45 KB that production likes: a stop, not a target.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <exception cref="PayloadTooLargeException">The value is longer than <see cref="MaxBytes"/>.</exception>
    public static JsonElement? From(object? value, string what)
    {
        if (value is null)
        {
            return null;
        }

        var element = value is JsonElement json ? json.Clone() : JsonSerializer.SerializeToElement(value, DurableJson.Options);
        return element.ValueKind is JsonValueKind.Undefined ? null : Check(element, what);
    }

    public static JsonElement Check(JsonElement element, string what)
    {
        if (element.ValueKind is not JsonValueKind.Undefined)
        {
            var length = JsonMarshal.GetRawUtf8Value(element).Length;
            if (length > MaxBytes)
            {
                throw new PayloadTooLargeException(what, length);
            }
        }

        return element;
    }
}
