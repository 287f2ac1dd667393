using Workflows.Archive.Stores.Errors;

namespace Workflows.Volumes.Backups;

/// <summary>Says every hour that a backup is still at work, until it is disposed.</summary>
internal sealed class IntentRenewal : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly Func<CancellationToken, Task> renewAsync;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource ended = new();
    private readonly Task renewing;

    public IntentRenewal(Func<CancellationToken, Task> renewAsync, TimeProvider time)
    {
        this.renewAsync = renewAsync;
        this.time = time;
        renewing = RenewAsync();
    }

    /// <summary>Afterwards nothing is said any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await renewing;
        ended.Dispose();
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended.Token))
            {
                await TryRenewAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The backup has ended.
        }
    }

    private async Task TryRenewAsync()
    {
        try
        {
            await renewAsync(ended.Token);
        }
        catch (StoreException)
        {
            // Some hours are left for the next time.
        }
    }
}
