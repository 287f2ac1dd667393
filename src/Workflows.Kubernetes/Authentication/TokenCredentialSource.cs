namespace Workflows.Kubernetes.Authentication;

/// <summary>
/// Tokens that somebody gives for a while, kept until shortly before they expire or the server refuses them. However
/// many requests wait, one token is asked for at a time.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle is never asked for holds nothing to dispose of.
internal sealed class TokenCredentialSource(
    Func<CancellationToken, Task<ClusterToken>> getToken, TimeProvider time) : ICredentialSource
{
    /// <summary>Asked anew this much early, so that a request does not expire on its way, and clocks may differ.</summary>
    private static readonly TimeSpan s_early = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim asking = new(1, 1);
    private volatile Cached? cached;

    public async ValueTask<Credential> GetAsync(CancellationToken ct)
    {
        if (cached is { } known && IsFresh(known))
            return known.Credential;
        await asking.WaitAsync(ct);
        try
        {
            if (cached is { } other && IsFresh(other))
                return other.Credential;
            var token = await getToken(ct);
            cached = new Cached(new Credential($"Bearer {token.Value}", null), token.ExpiresAt);
            return cached.Credential;
        }
        finally
        {
            asking.Release();
        }
    }

    public bool Refuse(Credential refused)
    {
        if (cached is { } known && known.Credential.Authorization == refused.Authorization)
            cached = null;
        return true;
    }

    private bool IsFresh(Cached token) => time.GetUtcNow() + s_early < token.ExpiresAt;

    private sealed class Cached(Credential credential, DateTimeOffset expiresAt)
    {
        public Credential Credential { get; } = credential;

        public DateTimeOffset ExpiresAt { get; } = expiresAt;
    }
}
