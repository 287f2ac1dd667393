using System.Text.Json.Serialization;
using Workflows.Durable;

namespace Workflows.Engine.History;

/// <summary>How history records stand in JSON. Deeper than a payload may be, as records wrap payloads.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    MaxDepth = 128)]
[JsonSerializable(typeof(HistoryRecord))]
[JsonSerializable(typeof(OrchestrationState))]
[JsonSerializable(typeof(HistoryDocument))]
internal sealed partial class HistoryJson : JsonSerializerContext;
