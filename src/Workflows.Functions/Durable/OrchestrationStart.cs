using System.Text.Json;
using Workflows.Durable;

namespace Workflows.Functions.Durable;

/// <summary>
/// What an orchestrator is started with on a Durable Task host: its input, and what the port promises of an instance
/// that not every host carries and gives back. Neither the version of an instance nor its parent reaches a client
/// through all of them; its input does.
/// </summary>
/// <param name="Version">The orchestrator's version, kept for the life of the instance.</param>
internal sealed record OrchestrationStart(int Version)
{
    /// <summary>The instance that called this one; null at the top.</summary>
    public string? Parent { get; init; }

    public JsonElement? Input { get; init; }

    /// <summary>What an instance was started with; null when something else than this program started it.</summary>
    public static OrchestrationStart? Read(JsonElement input) =>
        input.ValueKind is JsonValueKind.Object
        && input.TryGetProperty("version", out var version)
        && version.ValueKind is JsonValueKind.Number
            ? DurableJson.Read<OrchestrationStart>(input)
            : null;

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, DurableJson.Options);
}
