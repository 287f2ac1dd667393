namespace Workflows.Durable;

/// <summary>An orchestrator's registered name with the types it takes and gives.</summary>
public readonly record struct OrchestratorName<TInput, TResult>(string Name)
{
    public override string ToString() => Name;
}
