namespace Workflows.Kubernetes.Authentication;

/// <summary>
/// Credentials from a plugin, kept until they expire or the server refuses them. However many requests wait, the
/// plugin runs once at a time.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle is never asked for holds nothing to dispose of.
internal sealed class ExecCredentialSource(ExecPlugin plugin, TimeProvider time, TimeSpan timeout) : ICredentialSource
{
    /// <summary>Asked anew this much early, so that a request does not expire on its way.</summary>
    private static readonly TimeSpan s_early = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim running = new(1, 1);
    private volatile Cached? cached;

    public async ValueTask<Credential> GetAsync(CancellationToken ct)
    {
        if (this.cached is { } cached && IsFresh(cached))
            return cached.Credential;
        await running.WaitAsync(ct);
        try
        {
            if (this.cached is { } other && IsFresh(other))
                return other.Credential;
            var output = await ExecPluginProcess.RunAsync(plugin, timeout, time, ct);
            var (credential, expires) = Parse(output);
            this.cached = new Cached(credential, expires ?? credential.Certificate?.NotAfter);
            return credential;
        }
        finally
        {
            running.Release();
        }
    }

    public bool Refuse(Credential refused)
    {
        if (this.cached is { } cached
            && cached.Credential.Authorization == refused.Authorization
            && cached.Credential.Certificate == refused.Certificate)
            this.cached = null;
        return true;
    }

    private (Credential Credential, DateTimeOffset? Expires) Parse(ReadOnlyMemory<byte> output)
    {
        try
        {
            return ExecCredentialJson.Parse(output, plugin);
        }
        catch (FormatException e)
        {
            throw new CredentialException($"The {plugin} {e.Message}.");
        }
    }

    private bool IsFresh(Cached cached) => cached.Expires is not { } at || time.GetUtcNow() + s_early < at;

    private sealed class Cached(Credential credential, DateTimeOffset? expires)
    {
        public Credential Credential { get; } = credential;

        public DateTimeOffset? Expires { get; } = expires;
    }
}
