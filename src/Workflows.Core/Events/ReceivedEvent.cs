using System.Text.Json;

namespace Workflows.Core.Events;

/// <summary>Something that happened elsewhere, in CloudEvents' words. Its source and its id tell it from all others.</summary>
/// <param name="Id">Unique among the events of the source.</param>
/// <param name="Source">Where it happened; of Event Grid's own schema the topic, which may be empty.</param>
/// <param name="Type">What happened: <c>Microsoft.Storage.BlobCreated</c>.</param>
public sealed record ReceivedEvent(string Id, string Source, string Type)
{
    /// <summary>What of the source it is about; empty where that isn't said.</summary>
    public string Subject { get; init; } = "";

    /// <summary>When it happened, as the sender wrote it; null where that isn't said.</summary>
    public string? Time { get; init; }

    /// <summary>What more there is to say of it; null where there is nothing, or no JSON.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>A text at a place in <see cref="Data"/>; null where there is none.</summary>
    /// <param name="path">Names of fields, with dots between them: <c>cluster.name</c>.</param>
    public string? DataAt(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Data is not { } at)
        {
            return null;
        }

        foreach (var name in path.Split('.'))
        {
            if (at.ValueKind is not JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at.ValueKind switch
        {
            JsonValueKind.String => EventJson.TextOf(at),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => at.GetRawText(),
            _ => null,
        };
    }
}
