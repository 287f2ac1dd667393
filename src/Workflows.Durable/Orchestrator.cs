namespace Workflows.Durable;

/// <summary>Deterministic code that names activities, waits for them and decides what comes next.</summary>
public abstract class Orchestrator<TInput, TResult>
{
    /// <summary>Runs from the start at each replay; everything it learns comes from <paramref name="context"/>.</summary>
    public abstract Task<TResult> RunAsync(OrchestrationContext context, TInput input);
}
