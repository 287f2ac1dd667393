using Workflows.Activities;
using Workflows.Durable;
using Workflows.Orchestrations;

namespace Workflows.Functions.Tests.Product;

/// <summary>The Durable Task host with the product's own orchestrations and activities.</summary>
internal sealed class ProductHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ActivityServices services = new(TimeProvider.System);
    private readonly InProcessHost host = new();

    public Task StartAsync() =>
        host.StartAsync(new DurableRegistry().AddWorkflowsOrchestrations().AddWorkflowsActivities(services));

    /// <summary>Runs an orchestration to its end, which must be a good one.</summary>
    public async Task<TResult> RunAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator, string instance, TInput input)
    {
        Assert.True(await host.Client.StartAsync(orchestrator.Name, instance, input));
        var state = await host.Client.WaitForCompletionAsync(instance).WaitAsync(Patience);
        Assert.True(state.Status is OrchestrationStatus.Completed, $"{instance} is {state.Status}: {state.Failure?.Message}");
        return DurableJson.Read<TResult>(state.Output!.Value);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        services.Dispose();
    }
}
