using System.Text.Json;

namespace Workflows.Durable;

/// <summary>An activity with its types erased: JSON in, JSON out.</summary>
public sealed record ActivityRegistration(
    string Name, Func<ActivityContext, JsonElement, CancellationToken, Task<JsonElement>> RunAsync);
