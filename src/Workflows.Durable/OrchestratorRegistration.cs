using System.Text.Json;

namespace Workflows.Durable;

/// <summary>An orchestrator with its types erased: JSON in, JSON out.</summary>
public sealed record OrchestratorRegistration(
    string Name, int Version, Func<OrchestrationContext, JsonElement, Task<JsonElement>> RunAsync);
