namespace Workflows.Durable;

/// <summary>Which instances a query gives; what is null restricts nothing.</summary>
public sealed record OrchestrationQuery
{
    public IReadOnlyList<OrchestrationStatus>? Statuses { get; init; }

    public string? Orchestrator { get; init; }

    public string? InstanceIdPrefix { get; init; }

    /// <summary>Whether sub-orchestrations are given too.</summary>
    public bool IncludeChildren { get; init; }
}
