using Workflows.Archive.Stores.Errors;
using Workflows.Mover.Output;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Stores;

/// <summary>
/// Calls a store until it answers: one that is away is waited for, and so is another grant where the one that there is
/// has ended. Whatever does not pass by itself is an error at once. Safe for concurrent use.
/// </summary>
/// <param name="store">The store's address, for the log.</param>
/// <param name="expiresAt">Tells when the grant that there is ends; null for never.</param>
/// <param name="longest">How long a call is tried before its error is the caller's.</param>
/// <param name="log">Is told of waiting.</param>
/// <param name="time">The clock.</param>
internal sealed class Patience(
    Uri store, Func<DateTimeOffset?> expiresAt, TimeSpan longest, MoverLog log, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private TaskCompletionSource renewed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int waiting;
    private long? toldAt;

    /// <summary>There is another grant from now on: calls that wait are made again at once.</summary>
    public void GrantRenewed()
    {
        TaskCompletionSource before;
        lock (gate)
        {
            before = renewed;
            renewed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.SetResult();
    }

    /// <summary>Makes a call, as often as it takes.</summary>
    /// <exception cref="StoreException">The store refuses it, or was away for too long.</exception>
    public async Task<T> CallAsync<T>(Func<Task<T>> callAsync, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var delay = FirstDelay;
        var told = false;
        try
        {
            while (true)
            {
                var next = NextGrant();
                try
                {
                    return await callAsync();
                }
                catch (StoreException failed) when (MayPass(failed, next) && time.GetElapsedTime(begun) < longest)
                {
                    Tell(failed, ref told);
                    await DelayAsync(delay, next, cancellationToken);
                    delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
                }
            }
        }
        finally
        {
            if (told)
            {
                NoLongerWaiting();
            }
        }
    }

    private Task NextGrant()
    {
        lock (gate)
        {
            return renewed.Task;
        }
    }

    /// <summary>A grant that has ended, or was another's by the time that it was refused, is followed by one that may do.</summary>
    private static bool MayPass(StoreException failed, Task next) =>
        failed.IsTransient || (failed is StoreAccessDeniedException denied && (denied.IsExpired || next.IsCompleted));

    private async Task DelayAsync(TimeSpan delay, Task next, CancellationToken cancellationToken)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Calls that failed together are not made together again.
        var waited = Task.Delay(delay * (0.5 + (Random.Shared.NextDouble() / 2)), time, woken.Token);
        await Task.WhenAny(waited, next);
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>One line for all that wait, and one a minute after it.</summary>
    private void Tell(StoreException failed, ref bool told)
    {
        lock (gate)
        {
            waiting += told ? 0 : 1;
            told = true;
            if (toldAt is { } at && time.GetElapsedTime(at) < BetweenLines)
            {
                return;
            }

            toldAt = time.GetTimestamp();
        }

        log.Warn(
            MoverEvents.StoreWaiting,
            line => line with { Store = store, Kind = failed.Kind, Message = failed.Message, ExpiresAt = expiresAt() });
    }

    private void NoLongerWaiting()
    {
        lock (gate)
        {
            if (--waiting > 0)
            {
                return;
            }

            toldAt = null;
        }

        log.Info(MoverEvents.StoreAnswers, line => line with { Store = store });
    }
}
