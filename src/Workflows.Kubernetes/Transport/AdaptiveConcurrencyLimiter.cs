namespace Workflows.Kubernetes.Transport;

/// <summary>
/// How many requests are at work at once, as TCP finds out how fast it may send: twice as many per window of successes
/// until the server is overloaded for the first time (slow start), half then and at each overload, and one more per
/// window of successes from there (additive increase, multiplicative decrease). A drop counts once for all requests
/// that were already on their way when it happened, since they all met the same moment.
/// </summary>
internal sealed class AdaptiveConcurrencyLimiter
{
    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource> waiting = [];
    private readonly int max;
    private double limit;
    private int atWork;
    private long window;
    private bool wasOverloaded;

    public AdaptiveConcurrencyLimiter(int initial, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(initial, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, initial);
        limit = initial;
        this.max = max;
    }

    /// <summary>How many may be at work now.</summary>
    public int Current
    {
        get
        {
            lock (gate)
                return (int)limit;
        }
    }

    /// <summary>Waits, first come first served, until the request may start.</summary>
    public async Task<Permit> EnterAsync(CancellationToken ct)
    {
        LinkedListNode<TaskCompletionSource> turn;
        lock (gate)
        {
            if (waiting.Count == 0 && atWork < (int)limit)
            {
                atWork++;
                return new Permit(this, window);
            }

            turn = waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using (ct.Register(() => GiveUp(turn, ct)))
            await turn.Value.Task;
        lock (gate)
            return new Permit(this, window);
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> turn, CancellationToken ct)
    {
        lock (gate)
        {
            if (turn.List is null)
                return;
            waiting.Remove(turn);
        }

        turn.Value.TrySetCanceled(ct);
    }

    private void Leave(long window, Outcome outcome)
    {
        lock (gate)
        {
            // Growth needs use: a limit that is not reached says nothing about what the server bears.
            var used = atWork >= (int)limit / 2;
            atWork--;
            if (outcome is Outcome.Overloaded && window == this.window)
            {
                wasOverloaded = true;
                limit = Math.Max(1, limit / 2);
                this.window++;
            }
            else if (outcome is Outcome.Done && used)
            {
                limit = Math.Min(max, limit + (wasOverloaded ? 1 / limit : 1));
            }

            while (waiting.First is { } next && atWork < (int)limit)
            {
                waiting.RemoveFirst();
                atWork++;
                next.Value.SetResult();
            }
        }
    }

    public enum Outcome
    {
        /// <summary>Says nothing about the server's load (cancelled, unreachable).</summary>
        Unknown,
        Done,
        Overloaded,
    }

    /// <summary>One request's place; giving it back reports how it went.</summary>
    public sealed class Permit(AdaptiveConcurrencyLimiter limiter, long window) : IDisposable
    {
        private bool left;

        public Outcome Outcome { get; set; }

        public void Dispose()
        {
            if (left)
                return;
            left = true;
            limiter.Leave(window, Outcome);
        }
    }
}
