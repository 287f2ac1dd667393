using System.Text.Json.Serialization;
using Workflows.Durable;
using Workflows.Engine.History;

namespace Workflows.Engine.State;

/// <summary>What a state file holds.</summary>
internal sealed record EndedInstance(long JournalLength, ParentLink? Parent, OrchestrationState State);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    MaxDepth = 128)]
[JsonSerializable(typeof(EndedInstance))]
internal sealed partial class StateFileJson : JsonSerializerContext;
