using System.Text.Json;
using System.Text.Unicode;
using Workflows.Kubernetes.Lists;

namespace Workflows.Kubernetes.Watches;

/// <summary>Reads one line of a watch: <c>{"type": …, "object": …}</c>.</summary>
internal static class EventParser
{
    /// <summary>What stands on a line, with the object's bytes still in the line's buffer.</summary>
    internal readonly ref struct Parsed
    {
        public string Type { get; init; }

        public ReadOnlySpan<byte> Object { get; init; }

        public string ResourceVersion { get; init; }
    }

    /// <exception cref="SlicerException">The line is not an event.</exception>
    public static Parsed Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return Utf8.IsValid(line) ? Read(line) : throw new SlicerException("an event is not UTF-8", false, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw SlicerException.From(e, line);
        }
    }

    private static Parsed Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 10_000 });
        string? type = null;
        var start = -1;
        var end = -1;
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            throw new SlicerException("an event is not a JSON object", false, null);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            if (isType && reader.TokenType is JsonTokenType.String)
                type = reader.GetString();
            if (isObject && (start >= 0 || reader.TokenType is not JsonTokenType.StartObject))
                throw new SlicerException("an event's object is none, or is there twice", false, null);
            if (isObject)
                start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isObject)
                end = (int)reader.BytesConsumed;
        }

        if (type is null || start < 0 || reader.Read())
            throw new SlicerException("an event has no type or no object", false, null);
        var json = line[start..end];
        return new Parsed { Type = type, Object = json, ResourceVersion = RevisionOf(json) };
    }

    private static string RevisionOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 10_000 });
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (!isMetadata || reader.TokenType is not JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var isVersion = reader.ValueTextEquals("resourceVersion"u8);
                reader.Read();
                if (isVersion && reader.TokenType is JsonTokenType.String)
                    return reader.GetString()!;
                reader.Skip();
            }
        }

        return "";
    }
}
