namespace Workflows.Kubernetes.Authentication;

/// <summary>
/// Tokens that somebody gives for a while, kept until shortly before they expire or the server refuses them. However
/// many requests wait, one token is asked for at a time.
/// </summary>
internal sealed class TokenCredentialSource(
    Func<CancellationToken, Task<ClusterToken>> getToken, TimeProvider time) : ICredentialSource
{
    /// <summary>Asked anew this much early, so that a request does not expire on its way, and clocks may differ.</summary>
    private static readonly TimeSpan s_early = TimeSpan.FromMinutes(1);

    private readonly LastingValue<Credential> credential = new(time, s_early, async ct =>
    {
        var token = await getToken(ct);
        return (new Credential($"Bearer {token.Value}", null), token.ExpiresAt);
    });

    public async ValueTask<Credential> GetAsync(CancellationToken ct) => await credential.GetAsync(ct);

    public bool Refuse(Credential refused)
    {
        credential.Forget(known => known.Authorization == refused.Authorization);
        return true;
    }
}
