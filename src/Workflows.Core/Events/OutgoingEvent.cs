using System.Text.Json;

namespace Workflows.Core.Events;

/// <summary>Something that happened here, as a CloudEvent 1.0 for others. It holds no secret.</summary>
/// <param name="Id">The same however often it is sent: by it and the source, receivers know an event again.</param>
/// <param name="Source">Where it happened: <c>urn:workflows:</c> and the host.</param>
/// <param name="Type">What happened: <c>workflows.backup.completed</c>.</param>
/// <param name="Subject">What it is about: <c>backups/nightly-20261121013000</c>.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Data">The rest; docs/events.md says what stands in it.</param>
public sealed record OutgoingEvent(string Id, string Source, string Type, string Subject, DateTimeOffset Time, JsonElement Data)
{
    /// <summary>What <see cref="ToBytes"/> gives is called.</summary>
    public const string ContentType = "application/cloudevents+json";

    /// <summary>The event in structured mode.</summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", Id);
            json.WriteString("source", Source);
            json.WriteString("type", Type);
            json.WriteString("subject", Subject);
            json.WriteString("time", Time.UtcDateTime);
            json.WriteString("datacontenttype", "application/json");
            json.WritePropertyName("data");
            Data.WriteTo(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
