namespace Workflows.Faults;

/// <summary>When a request is held: the difference is whether the server has acted.</summary>
public enum PauseMoment
{
    /// <summary>The server has not seen it.</summary>
    BeforeServer,

    /// <summary>The server has answered, and the client has not got the answer.</summary>
    AfterServer,
}

/// <summary>The first request that fits is held here until the test lets it go on.</summary>
/// <param name="fits">Which request.</param>
/// <param name="moment">Before or after the server acted.</param>
public sealed class PausePoint(Func<ProxiedRequest, bool> fits, PauseMoment moment)
{
    private readonly TaskCompletionSource<ProxiedRequest> reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int taken;

    /// <summary>Completes with the request that is held.</summary>
    public Task<ProxiedRequest> Reached => reached.Task;

    /// <summary>Lets the request go on; if none has come yet, none will be held.</summary>
    public void Release()
    {
        Interlocked.Exchange(ref taken, 1);
        released.TrySetResult();
    }

    internal bool Takes(ProxiedRequest request) => fits(request) && Interlocked.Exchange(ref taken, 1) == 0;

    internal async Task HoldAsync(ProxiedRequest request, PauseMoment now, CancellationToken ct)
    {
        if (now == moment)
        {
            reached.TrySetResult(request);
            await released.Task.WaitAsync(ct);
        }
    }
}
