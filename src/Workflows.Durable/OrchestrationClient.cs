namespace Workflows.Durable;

/// <summary>What a caller outside an orchestration may do with instances. Shaped like <c>DurableTaskClient</c>.</summary>
public abstract class OrchestrationClient
{
    /// <summary>
    /// Starts an instance. An id that exists, completed ones included, starts nothing: the answer is false. (Durable
    /// Functions' own default would start it again; the adapter asks for this.)
    /// </summary>
    /// <returns>Whether an instance was started by this call.</returns>
    public abstract Task<bool> StartAsync(
        string orchestrator, string instanceId, object? input, CancellationToken cancellationToken = default);

    /// <summary>The instance as it is now; null when there is none.</summary>
    public abstract Task<OrchestrationState?> GetAsync(
        string instanceId, CancellationToken cancellationToken = default);

    /// <summary>All instances that match, in the order of their ids.</summary>
    public abstract IAsyncEnumerable<OrchestrationState> QueryAsync(
        OrchestrationQuery query, CancellationToken cancellationToken = default);

    /// <summary>Waits until the instance has ended.</summary>
    /// <param name="instanceId">An instance that exists.</param>
    /// <param name="onChange">Called with the state at each change seen on the way; changes may be merged.</param>
    /// <param name="cancellationToken">Ends the waiting, not the instance.</param>
    public abstract Task<OrchestrationState> WaitForCompletionAsync(
        string instanceId,
        Action<OrchestrationState>? onChange = null,
        CancellationToken cancellationToken = default);

    /// <summary>Hands an event to a running instance; one for an instance that has ended is dropped.</summary>
    /// <exception cref="InstanceNotFoundException">There is no such instance.</exception>
    public abstract Task RaiseEventAsync(
        string instanceId, string eventName, object? payload, CancellationToken cancellationToken = default);

    /// <summary>Holds the instance: nothing new is processed until it is resumed. What is under way completes.</summary>
    /// <exception cref="InstanceNotFoundException">There is no such instance.</exception>
    public abstract Task SuspendAsync(
        string instanceId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Lets a suspended instance go on.</summary>
    /// <exception cref="InstanceNotFoundException">There is no such instance.</exception>
    public abstract Task ResumeAsync(
        string instanceId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Ends an instance and its sub-orchestrations where they are. One that has ended stays as it is.</summary>
    /// <exception cref="InstanceNotFoundException">There is no such instance.</exception>
    public abstract Task TerminateAsync(
        string instanceId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Forgets an ended instance with its sub-orchestrations.</summary>
    /// <returns>Whether there was one that had ended.</returns>
    public abstract Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken = default);
}
