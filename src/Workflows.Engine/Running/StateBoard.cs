using Workflows.Durable;

namespace Workflows.Engine.Running;

/// <summary>The state of an instance as it is on the disk, and those who wait for it to change.</summary>
internal sealed class StateBoard
{
    private readonly Lock gate = new();
    private TaskCompletionSource? changed;
    private OrchestrationState? state;
    private Exception? fault;

    /// <summary>Null until the instance's beginning is on the disk.</summary>
    public OrchestrationState? State => Volatile.Read(ref state);

    public void Publish(OrchestrationState next)
    {
        TaskCompletionSource? waiters;
        lock (gate)
        {
            state = next;
            waiters = changed;
            changed = null;
        }

        waiters?.TrySetResult();
    }

    /// <summary>Tells those who wait that nothing more will come.</summary>
    public void Fail(Exception reason)
    {
        TaskCompletionSource? waiters;
        lock (gate)
        {
            fault ??= reason;
            waiters = changed;
            changed = null;
        }

        waiters?.TrySetResult();
    }

    public async Task<OrchestrationState> WaitForEndAsync(
        Action<OrchestrationState>? onChange, CancellationToken cancellationToken)
    {
        OrchestrationState? seen = null;
        while (true)
        {
            var (current, error, next) = Observe();
            if (current is not null && !ReferenceEquals(current, seen))
            {
                onChange?.Invoke(current);
                seen = current;
            }

            if (current is { IsEnded: true })
            {
                return current;
            }

            if (error is not null)
            {
                throw error;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private (OrchestrationState? State, Exception? Fault, Task Changed) Observe()
    {
        lock (gate)
        {
            changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (state, fault, changed.Task);
        }
    }
}
