namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// Ends a call of the store after a time, whatever the client's own tries and the service's wishes (<c>Retry-After</c>)
/// would add up to.
/// </summary>
internal sealed class CallDeadline : IDisposable
{
    /// <summary>
    /// What one call takes at most, as does each page of a list and each read of a stream: begun at the very end of an
    /// activity's 3 minutes it is over before a host ends the activity after 5.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>What one of the client's tries takes at most before the next one.</summary>
    public static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(30);

    /// <summary>What is sent within a try: a block as archives have them, at 1.2 Mbit/s.</summary>
    private const long BytesPerTry = 4 * 1024 * 1024;

    private readonly CancellationTokenSource deadline;
    private readonly CancellationTokenSource either;

    /// <param name="timeProvider">Clock.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="bytes">What the call sends: more than usual has more time.</param>
    public CallDeadline(TimeProvider timeProvider, CancellationToken cancellationToken, long bytes = 0)
    {
        deadline = new CancellationTokenSource(Limit * Share(bytes), timeProvider);
        either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
    }

    /// <summary>Ends with the time, or with the caller's own token.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>What one try may take that sends so many bytes.</summary>
    public static TimeSpan TryLimitFor(long bytes) => TryLimit * Share(bytes);

    public void Dispose()
    {
        either.Dispose();
        deadline.Dispose();
    }

    private static double Share(long bytes) => Math.Max(1, bytes / (double)BytesPerTry);
}
