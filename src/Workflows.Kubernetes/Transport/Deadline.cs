namespace Workflows.Kubernetes.Transport;

/// <summary>
/// The time within which something must happen next, beside the caller's own cancellation; each sign of life moves
/// it on. Tells the two apart afterwards.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource late;
    private readonly CancellationTokenSource either;
    private readonly CancellationToken caller;

    public Deadline(TimeSpan within, TimeProvider time, CancellationToken caller)
    {
        this.caller = caller;
        late = new CancellationTokenSource(within, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(caller, late.Token);
    }

    public CancellationToken Token => either.Token;

    public bool HasPassed => late.IsCancellationRequested && !caller.IsCancellationRequested;

    public void Extend(TimeSpan within) => late.CancelAfter(within);

    public void Dispose()
    {
        either.Dispose();
        late.Dispose();
    }
}
