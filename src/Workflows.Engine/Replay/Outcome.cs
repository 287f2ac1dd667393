using System.Text.Json;
using Workflows.Durable;
using Workflows.Engine.History;

namespace Workflows.Engine.Replay;

/// <summary>How one run of an orchestrator came out.</summary>
internal abstract record Outcome;

internal sealed record Completed(JsonElement Output) : Outcome;

internal sealed record Failed(FailureDetails Failure) : Outcome;

internal sealed record Terminated(string? Reason) : Outcome;

internal sealed record ContinuedAsNew(JsonElement? Input, IReadOnlyList<EventRaised> CarriedEvents) : Outcome;
