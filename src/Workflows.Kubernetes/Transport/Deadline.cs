namespace Workflows.Kubernetes.Transport;

/// <summary>
/// The time within which something must happen next, beside the caller's own cancellation; each sign of life moves
/// it on. Tells the two apart afterwards.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;

    public Deadline(TimeSpan within, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        _late = new CancellationTokenSource(within, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _late.Token);
    }

    public CancellationToken Token => _either.Token;

    public bool HasPassed => _late.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Extend(TimeSpan within) => _late.CancelAfter(within);

    public void Dispose()
    {
        _either.Dispose();
        _late.Dispose();
    }
}
