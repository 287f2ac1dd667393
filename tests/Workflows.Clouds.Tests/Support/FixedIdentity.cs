using System.Collections.Concurrent;
using Azure.Core;
using Azure.Identity;

namespace Workflows.Clouds.Tests.Support;

/// <summary>An Azure identity whose tokens are numbered, and hold for an hour.</summary>
internal sealed class FixedIdentity(TimeProvider time) : TokenCredential
{
    private int count;

    /// <summary>What tokens were asked for, in order.</summary>
    public ConcurrentQueue<string> Scopes { get; } = [];

    public bool IsSignedOut { get; set; }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Scopes.Enqueue(requestContext.Scopes[0]);
        return IsSignedOut
            ? throw new AuthenticationFailedException("signed out, says azure-secret-1")
            : new AccessToken($"azure-secret-{Interlocked.Increment(ref count)}", time.GetUtcNow().AddHours(1));
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(GetToken(requestContext, cancellationToken));
}
