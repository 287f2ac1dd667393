using Workflows.Durable;

namespace Workflows.Activities.Tests.Retention;

/// <summary>An engine that keeps what it is asked to start, and runs nothing.</summary>
internal sealed class FakeClient(TimeProvider time) : OrchestrationClient
{
    private readonly SortedDictionary<string, OrchestrationState> states = new(StringComparer.Ordinal);

    public void End(string instanceId) => states[instanceId] = states[instanceId] with { Status = OrchestrationStatus.Completed };

    public override Task<bool> StartAsync(
        string orchestrator, string instanceId, object? input, CancellationToken cancellationToken = default) =>
        Task.FromResult(states.TryAdd(
            instanceId,
            new OrchestrationState(instanceId, orchestrator, 1, OrchestrationStatus.Running, time.GetUtcNow(), time.GetUtcNow())));

    public override Task<OrchestrationState?> GetAsync(string instanceId, CancellationToken cancellationToken = default) =>
        Task.FromResult(states.GetValueOrDefault(instanceId));

    public override IAsyncEnumerable<OrchestrationState> QueryAsync(
        OrchestrationQuery query, CancellationToken cancellationToken = default) =>
        states.Values
            .Where(state => state.InstanceId.StartsWith(query.InstanceIdPrefix ?? "", StringComparison.Ordinal)
                && (query.Orchestrator is null || state.Orchestrator == query.Orchestrator)
                && (query.Statuses is null || query.Statuses.Contains(state.Status)))
            .ToAsyncEnumerable();

    public override Task<OrchestrationState> WaitForCompletionAsync(
        string instanceId, Action<OrchestrationState>? onChange = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? payload, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override Task SuspendAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override Task ResumeAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override Task TerminateAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken = default) =>
        Task.FromResult(states.Remove(instanceId));
}
