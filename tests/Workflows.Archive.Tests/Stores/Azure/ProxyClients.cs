using System.Security.Cryptography.X509Certificates;
using Workflows.Faults;

namespace Workflows.Archive.Tests.Stores.Azure;

/// <summary>How a client of Azure reaches Azurite through the proxy.</summary>
internal static class ProxyClients
{
    /// <summary>Trusts the proxy's certificate, and that alone.</summary>
    public static HttpMessageHandler TrustingHandler(this FaultProxy proxy)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(proxy.AuthorityPem));
        return new SocketsHttpHandler { UseProxy = false, SslOptions = new() { CertificateChainPolicy = policy } };
    }

    /// <summary>An endpoint's server without the account's path.</summary>
    public static Uri Authority(this Uri endpoint) => new(endpoint.GetLeftPart(UriPartial.Authority));
}
