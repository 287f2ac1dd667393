namespace Workflows.Engine.Running;

/// <summary>Counts the turns under way, so that stopping can wait for them and let no other begin.</summary>
internal sealed class TurnGate
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int inside;
    private bool closed;

    public bool TryEnter()
    {
        lock (gate)
        {
            if (!closed)
            {
                inside++;
            }

            return !closed;
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            inside--;
            if (closed && inside == 0)
            {
                empty.TrySetResult();
            }
        }
    }

    /// <summary>Lets no turn begin any more; completes when those under way have ended.</summary>
    public Task CloseAsync()
    {
        lock (gate)
        {
            closed = true;
            if (inside == 0)
            {
                empty.TrySetResult();
            }
        }

        return empty.Task;
    }
}
