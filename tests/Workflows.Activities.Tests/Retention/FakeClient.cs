using System.Text.Json;
using Workflows.Durable;

namespace Workflows.Activities.Tests.Retention;

/// <summary>An engine that keeps what it is asked to start, and runs nothing.</summary>
internal sealed class FakeClient(TimeProvider time) : OrchestrationClient
{
    private readonly SortedDictionary<string, OrchestrationState> states = new(StringComparer.Ordinal);

    /// <summary>Every event that was handed to an instance, in order.</summary>
    public List<(string InstanceId, string Event, object? Payload)> Raised { get; } = [];

    /// <summary>Called before an instance is started and after it was: it may throw, as a process that is killed there.</summary>
    public Action OnStart { get; set; } = () => { };

    /// <summary>The ids of all instances, in their order.</summary>
    public IReadOnlyCollection<string> Ids => states.Keys;

    /// <summary>Puts an instance there, whatever it came to.</summary>
    public void Put(OrchestrationState state) => states[state.InstanceId] = state;

    public void End(string instanceId) => states[instanceId] = states[instanceId] with { Status = OrchestrationStatus.Completed };

    public override Task<bool> StartAsync(
        string orchestrator, string instanceId, object? input, CancellationToken cancellationToken = default) =>
        Task.FromResult(Start(orchestrator, instanceId, input));

    public override Task<OrchestrationState?> GetAsync(string instanceId, CancellationToken cancellationToken = default) =>
        Task.FromResult(states.GetValueOrDefault(instanceId));

    public override IAsyncEnumerable<OrchestrationState> QueryAsync(
        OrchestrationQuery query, CancellationToken cancellationToken = default) =>
        states.Values.ToArray()
            .Where(state => state.InstanceId.StartsWith(query.InstanceIdPrefix ?? "", StringComparison.Ordinal)
                && (query.Orchestrator is null || state.Orchestrator == query.Orchestrator)
                && (query.Statuses is null || query.Statuses.Contains(state.Status)))
            .ToAsyncEnumerable();

    public override Task<OrchestrationState> WaitForCompletionAsync(
        string instanceId, Action<OrchestrationState>? onChange = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? payload, CancellationToken cancellationToken = default) =>
        Hand(instanceId, eventName, payload);

    public override Task SuspendAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override Task ResumeAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override Task TerminateAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken = default) =>
        Task.FromResult(states.Remove(instanceId));

    private Task Hand(string instanceId, string eventName, object? payload)
    {
        Raised.Add((instanceId, eventName, payload));
        return Task.CompletedTask;
    }

    private bool Start(string orchestrator, string instanceId, object? input)
    {
        OnStart();
        var now = time.GetUtcNow();
        var isNew = states.TryAdd(
            instanceId,
            new OrchestrationState(instanceId, orchestrator, 1, OrchestrationStatus.Running, now, now)
            {
                Input = JsonSerializer.SerializeToElement(input, DurableJson.Options),
            });
        OnStart();
        return isNew;
    }
}
