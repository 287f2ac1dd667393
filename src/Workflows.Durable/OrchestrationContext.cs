using Microsoft.Extensions.Logging;

namespace Workflows.Durable;

/// <summary>
/// All that an orchestrator may do. Shaped like <c>Microsoft.DurableTask.TaskOrchestrationContext</c>, so that the
/// Azure adapter passes each call through. An orchestrator is replayed from its history: given the same history it
/// must make the same calls in the same order, hence no clock, randomness, I/O or threads but through this class.
/// An instance ends, failed or not, when its orchestrator has; on Azure not before the activities, sub-orchestrations and
/// timers that nobody waits for any more have ended too, so withdraw a timer that is no longer needed.
/// </summary>
public abstract class OrchestrationContext
{
    /// <summary>The id of this instance, unique among all instances of the task hub.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The instance that called this one as a sub-orchestration; null at the top.</summary>
    public abstract string? ParentInstanceId { get; }

    /// <summary>The version of the orchestrator that this instance was started with; it never changes.</summary>
    public abstract int Version { get; }

    /// <summary>The time of the history event being processed: the same at each replay.</summary>
    public abstract DateTimeOffset CurrentUtcDateTime { get; }

    /// <summary>Whether the code runs over recorded history now. For logs; never for decisions.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>A GUID derived from the instance and the position in its history: the same at each replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>
    /// Schedules an activity and waits for its result. The activity runs at least once, and two attempts can overlap.
    /// </summary>
    /// <exception cref="TaskFailedException">The activity failed, and the retries allowed were used up.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(string name, object? input, RetryOptions? retry = null);

    /// <summary>
    /// Starts another orchestration and waits for its result.
    /// </summary>
    /// <param name="name">The orchestrator's registered name.</param>
    /// <param name="input">Serialised as JSON.</param>
    /// <param name="instanceId">The child's id; null derives one that is the same at each replay.</param>
    /// <param name="retry">How a failed child is tried again, under the same id.</param>
    /// <exception cref="TaskFailedException">The child failed or was terminated.</exception>
    public abstract Task<TResult> CallSubOrchestrationAsync<TResult>(
        string name, object? input, string? instanceId = null, RetryOptions? retry = null);

    /// <summary>Waits, durably, until a moment. A moment in the past completes at once.</summary>
    /// <exception cref="TaskCanceledException">The token was cancelled; the timer is then withdrawn.</exception>
    public abstract Task CreateTimer(DateTimeOffset fireAt, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for an event raised to this instance. Names are compared without regard to case; events that arrive
    /// before anybody waits are kept, and are handed out in the order of their arrival.
    /// </summary>
    /// <exception cref="TaskCanceledException">The token was cancelled; the event then goes to the next waiter.</exception>
    public abstract Task<TResult> WaitForExternalEvent<TResult>(
        string eventName, CancellationToken cancellationToken = default);

    /// <summary>Sets what a query of the instance shows as its status. Small: it is rewritten at each call.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>
    /// Ends this run and starts the instance over with a new input and an empty history. Call it last and return at
    /// once: tasks still under way are discarded, or waited for, as at an instance's end.
    /// </summary>
    public abstract void ContinueAsNew(object? newInput, bool preserveUnprocessedEvents = true);

    /// <summary>A logger that is silent during replay.</summary>
    public abstract ILogger CreateReplaySafeLogger(string categoryName);

    /// <summary>Calls a named activity with its declared types.</summary>
    /// <inheritdoc cref="CallActivityAsync{TResult}(string, object?, RetryOptions?)"/>
    public Task<TResult> CallActivityAsync<TInput, TResult>(
        ActivityName<TInput, TResult> activity, TInput input, RetryOptions? retry = null) =>
        CallActivityAsync<TResult>(activity.Name, input, retry);

    /// <summary>Calls a named orchestrator with its declared types.</summary>
    /// <inheritdoc cref="CallSubOrchestrationAsync{TResult}(string, object?, string?, RetryOptions?)"/>
    public Task<TResult> CallSubOrchestrationAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        string? instanceId = null,
        RetryOptions? retry = null) =>
        CallSubOrchestrationAsync<TResult>(orchestrator.Name, input, instanceId, retry);

    /// <summary>Waits for an event for so long at most.</summary>
    /// <exception cref="TimeoutException">The event did not come in time.</exception>
    public async Task<TResult> WaitForExternalEvent<TResult>(string eventName, TimeSpan timeout)
    {
        using var timerCancellation = new CancellationTokenSource();
        using var eventCancellation = new CancellationTokenSource();
        var timer = CreateTimer(CurrentUtcDateTime + timeout, timerCancellation.Token);
        var awaited = WaitForExternalEvent<TResult>(eventName, eventCancellation.Token);
        if (await Task.WhenAny(awaited, timer) == timer)
        {
            eventCancellation.Cancel();
            throw new TimeoutException($"No event '{eventName}' came within {timeout}.");
        }

        timerCancellation.Cancel();
        return await awaited;
    }
}
