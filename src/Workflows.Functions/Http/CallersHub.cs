using Workflows.Durable;

namespace Workflows.Functions.Http;

/// <summary>
/// The task hub of whichever call is being answered. Hosts hand a client to each call, since where they listen may change
/// while the process lives; what answers is made once.
/// </summary>
internal sealed class CallersHub : OrchestrationClient
{
    private readonly AsyncLocal<OrchestrationClient?> current = new();

    private OrchestrationClient Hub =>
        current.Value ?? throw new InvalidOperationException("No call is being answered here: it has no client.");

    /// <summary>Names the hub of the call that goes on from here.</summary>
    public void Enter(OrchestrationClient hub) => current.Value = hub;

    public override Task<bool> StartAsync(string orchestrator, string instanceId, object? input, CancellationToken cancellationToken = default) =>
        Hub.StartAsync(orchestrator, instanceId, input, cancellationToken);

    public override Task<OrchestrationState?> GetAsync(string instanceId, CancellationToken cancellationToken = default) =>
        Hub.GetAsync(instanceId, cancellationToken);

    public override IAsyncEnumerable<OrchestrationState> QueryAsync(OrchestrationQuery query, CancellationToken cancellationToken = default) =>
        Hub.QueryAsync(query, cancellationToken);

    public override Task<OrchestrationState> WaitForCompletionAsync(
        string instanceId, Action<OrchestrationState>? onChange = null, CancellationToken cancellationToken = default) =>
        Hub.WaitForCompletionAsync(instanceId, onChange, cancellationToken);

    public override Task RaiseEventAsync(string instanceId, string eventName, object? payload, CancellationToken cancellationToken = default) =>
        Hub.RaiseEventAsync(instanceId, eventName, payload, cancellationToken);

    public override Task SuspendAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        Hub.SuspendAsync(instanceId, reason, cancellationToken);

    public override Task ResumeAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        Hub.ResumeAsync(instanceId, reason, cancellationToken);

    public override Task TerminateAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        Hub.TerminateAsync(instanceId, reason, cancellationToken);

    public override Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken = default) =>
        Hub.PurgeAsync(instanceId, cancellationToken);
}
