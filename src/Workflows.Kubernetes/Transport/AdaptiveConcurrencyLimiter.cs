namespace Workflows.Kubernetes.Transport;

/// <summary>
/// How many requests are at work at once: one more per window of successes, half when the server is overloaded
/// (additive increase, multiplicative decrease, as TCP does). A drop counts once for all requests that were already
/// on their way when it happened, since they all met the same moment.
/// </summary>
internal sealed class AdaptiveConcurrencyLimiter
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private readonly int _max;
    private double _limit;
    private int _atWork;
    private long _window;

    public AdaptiveConcurrencyLimiter(int initial, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(initial, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, initial);
        _limit = initial;
        _max = max;
    }

    /// <summary>How many may be at work now.</summary>
    public int Current
    {
        get
        {
            lock (_gate)
                return (int)_limit;
        }
    }

    /// <summary>Waits, first come first served, until the request may start.</summary>
    public async Task<Permit> EnterAsync(CancellationToken ct)
    {
        LinkedListNode<TaskCompletionSource> turn;
        lock (_gate)
        {
            if (_waiting.Count == 0 && _atWork < (int)_limit)
            {
                _atWork++;
                return new Permit(this, _window);
            }

            turn = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using (ct.Register(() => GiveUp(turn, ct)))
            await turn.Value.Task;
        lock (_gate)
            return new Permit(this, _window);
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> turn, CancellationToken ct)
    {
        lock (_gate)
        {
            if (turn.List is null)
                return;
            _waiting.Remove(turn);
        }

        turn.Value.TrySetCanceled(ct);
    }

    private void Leave(long window, Outcome outcome)
    {
        lock (_gate)
        {
            // Growth needs use: a limit that is not reached says nothing about what the server bears.
            var used = _atWork >= (int)_limit / 2;
            _atWork--;
            if (outcome is Outcome.Overloaded && window == _window)
            {
                _limit = Math.Max(1, _limit / 2);
                _window++;
            }
            else if (outcome is Outcome.Done && used)
            {
                _limit = Math.Min(_max, _limit + (1 / _limit));
            }

            while (_waiting.First is { } next && _atWork < (int)_limit)
            {
                _waiting.RemoveFirst();
                _atWork++;
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
        private bool _left;

        public Outcome Outcome { get; set; }

        public void Dispose()
        {
            if (_left)
                return;
            _left = true;
            limiter.Leave(window, Outcome);
        }
    }
}
