namespace Workflows.Durable.Conformance.Hosting;

public static class RegistryExtensions
{
    public static DurableRegistry Orchestrator<TInput, TResult>(
        this DurableRegistry registry,
        string name,
        Func<OrchestrationContext, TInput, Task<TResult>> run,
        int version = 1) =>
        registry.AddOrchestrator(
            new OrchestratorName<TInput, TResult>(name),
            () => new FunctionOrchestrator<TInput, TResult>(run),
            version);

    public static DurableRegistry Activity<TInput, TResult>(
        this DurableRegistry registry, string name, Func<TInput, TResult> run) =>
        registry.ActivityAsync<TInput, TResult>(name, (_, input, _) => Task.FromResult(run(input)));

    public static DurableRegistry ActivityAsync<TInput, TResult>(
        this DurableRegistry registry,
        string name,
        Func<ActivityContext, TInput, CancellationToken, Task<TResult>> run) =>
        registry.AddActivity(
            new ActivityName<TInput, TResult>(name), () => new FunctionActivity<TInput, TResult>(run));
}
