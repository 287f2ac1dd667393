using System.Text.Json;

namespace Workflows.Durable;

/// <summary>An instance as a query shows it.</summary>
public sealed record OrchestrationState(
    string InstanceId,
    string Orchestrator,
    int Version,
    OrchestrationStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUpdatedAt)
{
    public string? ParentInstanceId { get; init; }

    public JsonElement? Input { get; init; }

    /// <summary>The result of a completed instance.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>What the orchestrator last said of itself.</summary>
    public JsonElement? CustomStatus { get; init; }

    /// <summary>Why a failed or terminated instance ended.</summary>
    public FailureDetails? Failure { get; init; }

    public bool IsEnded =>
        Status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated;
}
