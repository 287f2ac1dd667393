using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Workflows.Kubernetes.Transport;

/// <summary>Decides whether a server's certificate is the one that was meant.</summary>
/// <param name="authorities">Whom to trust; null for the machine's own roots.</param>
/// <param name="serverName">The name the certificate must carry, where it is not the URL's host.</param>
/// <param name="anyCertificate">Trust everyone (<c>insecure-skip-tls-verify</c>).</param>
internal sealed class ServerTrust(
    X509Certificate2Collection? authorities, string? serverName, bool anyCertificate)
{
    private volatile string? lastRefusal;

    public string? ServerName { get; } = serverName;

    /// <summary>Why the last certificate was refused; null if none was.</summary>
    public string? LastRefusal => lastRefusal;

    public void Configure(SslClientAuthenticationOptions options)
    {
        options.RemoteCertificateValidationCallback = Validate;
        options.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
        if (authorities is null)
            return;
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
    }

    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors is SslPolicyErrors.None || anyCertificate)
            return true;
        if (errors is SslPolicyErrors.RemoteCertificateChainErrors && EndsInAuthority(chain))
            return true;
        lastRefusal = Explain(certificate, chain, errors);
        return false;
    }

    /// <summary>
    /// A kubeconfig may name an intermediate as its authority. Kubernetes' own client takes such a chain as whole;
    /// here it would be "partial", since it has no self-signed end.
    /// </summary>
    private bool EndsInAuthority(X509Chain? chain) =>
        authorities is not null
        && chain is { ChainElements.Count: > 0 }
        && chain.ChainStatus.All(status =>
            status.Status is X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.NoError)
        && authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(
            chain.ChainElements[^1].Certificate.RawDataMemory.Span));

    private string Explain(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown)
            return "it showed no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"its certificate ({shown.Subject}) is for another name than {ServerName ?? "the URL's host"}; "
                + "set tls-server-name if that is meant";
        if (chain?.ChainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)) == true)
            return $"its certificate ({shown.Subject}) is valid from {shown.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} "
                + $"to {shown.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC, which is not now";
        var by = authorities is null ? "the machine's certificate authorities" : "the context's certificate-authority";
        return $"its certificate ({shown.Subject}, issued by {shown.Issuer}) is not trusted by {by}";
    }
}
