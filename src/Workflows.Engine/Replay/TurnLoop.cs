namespace Workflows.Engine.Replay;

/// <summary>
/// Runs an orchestrator's code on one thread per turn, in an order that depends on nothing but the events delivered.
/// What the code awaits from its context continues at once; what comes back from anywhere else is a trespass.
/// </summary>
internal sealed class TurnLoop : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> posted = new();
    private SynchronizationContext? outer;
    private volatile int threadId;
    private volatile bool trespassed;

    /// <summary>Whether code came back on a thread, or at a time, that is not the orchestrator's turn.</summary>
    public bool Trespassed => trespassed;

    /// <summary>Begins a turn on this thread.</summary>
    public void Enter()
    {
        outer = Current;
        SetSynchronizationContext(this);
        threadId = Environment.CurrentManagedThreadId;
    }

    /// <summary>Ends the turn.</summary>
    public void Exit()
    {
        threadId = 0;
        SetSynchronizationContext(outer);
    }

    /// <summary>Runs what was posted in this turn until nothing is left.</summary>
    public void Drain()
    {
        while (posted.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
    }

    /// <summary>Whether the caller runs inside the turn; a caller that does not has trespassed.</summary>
    public bool IsInside()
    {
        if (threadId == Environment.CurrentManagedThreadId)
        {
            return true;
        }

        trespassed = true;
        return false;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        // A continuation from outside is dropped: running it would make the order depend on the moment it came.
        if (IsInside())
        {
            posted.Enqueue((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("An orchestrator's turn takes no synchronous calls from other threads.");

    public override SynchronizationContext CreateCopy() => this;
}
