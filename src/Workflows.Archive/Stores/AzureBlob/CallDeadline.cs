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

    private readonly CancellationTokenSource deadline;
    private readonly CancellationTokenSource either;

    public CallDeadline(TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        deadline = new CancellationTokenSource(Limit, timeProvider);
        either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
    }

    /// <summary>Ends with the time, or with the caller's own token.</summary>
    public CancellationToken Token => either.Token;

    public void Dispose()
    {
        either.Dispose();
        deadline.Dispose();
    }
}
