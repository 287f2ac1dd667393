using System.Text.Json;

namespace Workflows.Core.Resources;

/// <summary>Steps shared by the readers of an object's head. Each starts on a property name and ends on its value.</summary>
internal static class JsonFields
{
    /// <summary>Reads a string into a field that must not have been read before; JSON null counts as absent.</summary>
    public static void SetOnce(ref string? field, ref Utf8JsonReader reader, string name)
    {
        // Two values for one field: this reader and the server could each believe another one.
        if (field is not null)
            throw new MalformedObjectException($"{name} is there twice");
        field = ReadString(ref reader, name);
    }

    public static string? ReadString(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Null => null,
            _ => throw new MalformedObjectException($"{name} is not a string"),
        };
    }

    public static string Require(string? value, string name) =>
        string.IsNullOrEmpty(value) ? throw new MalformedObjectException($"{name} is missing") : value;

    public static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>Steps into an object; false where JSON null stands in its place.</summary>
    public static bool EnterObject(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => true,
            JsonTokenType.Null => false,
            _ => throw new MalformedObjectException($"{name} is not a JSON object"),
        };
    }
}
