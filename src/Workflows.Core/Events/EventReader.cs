using System.Text.Json;

namespace Workflows.Core.Events;

/// <summary>
/// Reads events as they come over HTTP or from a queue: CloudEvents 1.0 and Event Grid's own schema, one of them or a
/// list. Whoever sends them may send anything: sizes are bounded, and what is no event is refused as a whole.
/// </summary>
public static class EventReader
{
    /// <summary>The longest body, in bytes: what Event Grid delivers at most.</summary>
    public const int MostBytes = 1024 * 1024;

    /// <summary>The most events of one body.</summary>
    public const int MostEvents = 1000;

    private const int LongestAttribute = 2048;
    private const string NoEvent =
        "is no event: CloudEvents 1.0 have specversion, id, source and type, and those of Event Grid's schema have id, eventType and data";

    /// <summary>Reads the events of a body, in their order.</summary>
    /// <exception cref="EventFormatException">It is too long, or something in it is no event.</exception>
    public static IReadOnlyList<ReceivedEvent> Read(ReadOnlyMemory<byte> body)
    {
        var json = body.Length <= MostBytes
            ? EventJson.Parse(body) ?? throw new EventFormatException("The body is no JSON that can be read, or a field stands in it twice.")
            : throw new EventFormatException($"A body of events has {MostBytes} bytes at most; this has {body.Length}.");
        if (json.ValueKind is not JsonValueKind.Array)
        {
            return [ReadOne(json, "The body")];
        }

        var count = json.GetArrayLength();
        return count <= MostEvents
            ? [.. json.EnumerateArray().Select((item, index) => ReadOne(item, $"Event {index + 1} of {count}"))]
            : throw new EventFormatException($"A body has {MostEvents} events at most; this has {count}.");
    }

    /// <summary>An event whose attributes are headers and whose data is the body: CloudEvents' binary mode.</summary>
    /// <param name="attribute">An attribute by its name, such as <c>id</c>; null where it isn't there.</param>
    /// <param name="body">The data.</param>
    /// <exception cref="EventFormatException">An attribute is missing or too long, or the body is.</exception>
    public static ReceivedEvent ReadBinary(Func<string, string?> attribute, ReadOnlyMemory<byte> body)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        RequireVersion(attribute("specversion"), "The request");
        return body.Length > MostBytes
            ? throw new EventFormatException($"An event's data has {MostBytes} bytes at most; this has {body.Length}.")
            : new ReceivedEvent(Required("id"), Required("source"), Required("type"))
            {
                Subject = Bounded(attribute("subject"), "The request", "ce-subject") ?? "",
                Time = Bounded(attribute("time"), "The request", "ce-time"),
                Data = EventJson.Parse(body),
            };

        string Required(string name) => Bounded(attribute(name), "The request", $"ce-{name}") is { Length: > 0 } text
            ? text
            : throw new EventFormatException($"The request has no header ce-{name}: CloudEvents 1.0 need it.");
    }

    private static ReceivedEvent ReadOne(JsonElement json, string where) =>
        json.ValueKind is not JsonValueKind.Object ? throw new EventFormatException($"{where} {NoEvent}.")
        : json.TryGetProperty("specversion", out _) ? ReadCloudEvent(json, where)
        : json.TryGetProperty("eventType", out _) ? ReadGridEvent(json, where)
        : throw new EventFormatException($"{where} {NoEvent}.");

    private static ReceivedEvent ReadCloudEvent(JsonElement json, string where)
    {
        RequireVersion(Find(json, "specversion", where), where);
        return new ReceivedEvent(Require(json, "id", where), Require(json, "source", where), Require(json, "type", where))
        {
            Subject = Find(json, "subject", where) ?? "",
            Time = Find(json, "time", where),
            Data = json.TryGetProperty("data", out var data) ? data : Encoded(json),
        };
    }

    private static ReceivedEvent ReadGridEvent(JsonElement json, string where) =>
        new(Require(json, "id", where), Find(json, "topic", where) ?? "", Require(json, "eventType", where))
        {
            Subject = Find(json, "subject", where) ?? "",
            Time = Find(json, "eventTime", where),
            Data = json.TryGetProperty("data", out var data) ? data : null,
        };

    private static JsonElement? Encoded(JsonElement json) =>
        json.TryGetProperty("data_base64", out var data) && data.ValueKind is JsonValueKind.String && data.TryGetBytesFromBase64(out var bytes)
            ? EventJson.Parse(bytes)
            : null;

    private static void RequireVersion(string? version, string where)
    {
        if (version != "1.0")
        {
            throw new EventFormatException($"{where} is of another version of CloudEvents than 1.0, or says none: 1.0 is taken.");
        }
    }

    private static string Require(JsonElement json, string name, string where) => Find(json, name, where) is { Length: > 0 } text
        ? text
        : throw new EventFormatException($"{where} has no {name}: it {NoEvent}.");

    private static string? Find(JsonElement json, string name, string where)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.String && EventJson.TextOf(value) is { } text
            ? Bounded(text, where, name)
            : throw new EventFormatException($"{where} has a {name} that is no text.");
    }

    private static string? Bounded(string? text, string where, string name) => text is null || text.Length <= LongestAttribute
        ? text
        : throw new EventFormatException($"{where} has a {name} of {text.Length} characters; {LongestAttribute} are allowed.");
}
