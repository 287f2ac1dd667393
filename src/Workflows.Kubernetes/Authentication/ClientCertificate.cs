using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Workflows.Kubernetes.Authentication;

/// <summary>A client certificate with its key and the certificates between it and its CA.</summary>
internal sealed class ClientCertificate
{
    private ClientCertificate(X509Certificate2 leaf, X509Certificate2Collection chain, string origin)
    {
        Leaf = leaf;
        Origin = origin;
        Context = SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    public X509Certificate2 Leaf { get; }

    /// <summary>Whose it is and where it stands, for messages.</summary>
    public string Origin { get; }

    public SslStreamCertificateContext Context { get; }

    public DateTimeOffset NotAfter => new(Leaf.NotAfter.ToUniversalTime(), TimeSpan.Zero);

    /// <param name="certificatePem">The certificate, then any intermediates.</param>
    /// <param name="keyPem">Its private key: RSA or EC, in PKCS#8, PKCS#1 or SEC1.</param>
    /// <param name="origin">Whose it is and where it stands.</param>
    /// <exception cref="FormatException">Either is not what it should be; the message says which, without its text.</exception>
    public static ClientCertificate FromPem(string certificatePem, string keyPem, string origin)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(certificatePem);
        }
        catch (CryptographicException e)
        {
            throw new FormatException("the client certificate is not a PEM certificate", e);
        }

        if (chain.Count == 0)
            throw new FormatException("the client certificate is not a PEM certificate");
        if (keyPem.Contains("ENCRYPTED", StringComparison.Ordinal))
            throw new FormatException("the client key is encrypted with a pass phrase, which can't be asked for here");
        try
        {
            var leaf = X509Certificate2.CreateFromPem(certificatePem, keyPem);
            chain[0].Dispose();
            chain.RemoveAt(0);
            return new ClientCertificate(leaf, chain, origin);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new FormatException(
                "the client key is not an RSA or EC private key in PEM, or does not belong to the certificate", e);
        }
    }

    public bool HasExpired(TimeProvider time) => NotAfter < time.GetUtcNow();

    public string ExpiredSentence => $"The client certificate of {Origin} expired on {NotAfter:yyyy-MM-dd HH:mm} UTC.";
}
