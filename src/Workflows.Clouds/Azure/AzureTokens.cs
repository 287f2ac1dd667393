using System.Collections.Concurrent;
using Azure;
using Azure.Core;
using Azure.Identity;
using Workflows.Core.Errors;
using Workflows.Kubernetes;
using Workflows.Kubernetes.Authentication;

namespace Workflows.Clouds.Azure;

/// <summary>Tokens of the Azure identity that this process has, each kept until shortly before it expires.</summary>
internal sealed class AzureTokens(CloudEnvironment environment)
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, LastingValue<ClusterToken>> tokens = new(StringComparer.Ordinal);

    /// <param name="scope">Whom it is meant for, as in <c>https://vault.azure.net/.default</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="CloudException">There is no identity, or it gets no such token.</exception>
    public Task<ClusterToken> GetAsync(string scope, CancellationToken cancellationToken) =>
        tokens.GetOrAdd(scope, named => new(environment.Time, Early, ct => AskAsync(named, ct))).GetAsync(cancellationToken);

    private async Task<(ClusterToken, DateTimeOffset?)> AskAsync(string scope, CancellationToken cancellationToken)
    {
        try
        {
            var token = await environment.AzureIdentity().GetTokenAsync(new TokenRequestContext([scope]), cancellationToken);
            return (new ClusterToken(token.Token, token.ExpiresOn), token.ExpiresOn);
        }
        catch (AuthenticationFailedException)
        {
            // What it says may quote requests.
            throw new CloudException(
                ErrorKind.Denied,
                $"No Azure identity of this process gets a token for {scope}: sign in with 'az login', give this machine or "
                + "workload a managed identity, or set AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET.");
        }
        catch (Exception error) when (error is RequestFailedException or HttpRequestException or IOException or AggregateException)
        {
            throw new CloudException(ErrorKind.Unavailable, $"Entra ID was asked for a token for {scope} and did not answer. Check the network.");
        }
    }
}
