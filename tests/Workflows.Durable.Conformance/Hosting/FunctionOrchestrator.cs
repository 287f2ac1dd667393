namespace Workflows.Durable.Conformance.Hosting;

/// <summary>An orchestrator written where the test stands.</summary>
public sealed class FunctionOrchestrator<TInput, TResult>(Func<OrchestrationContext, TInput, Task<TResult>> run)
    : Orchestrator<TInput, TResult>
{
    public override Task<TResult> RunAsync(OrchestrationContext context, TInput input) => run(context, input);
}
