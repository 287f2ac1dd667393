using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Workflows.Cli.Errors;
using Workflows.Core.Errors;

namespace Workflows.Cli.Serving;

/// <summary>The service's certificate, and the authorities whose clients it lets in.</summary>
internal sealed class TlsFiles : IDisposable
{
    private TlsFiles(X509Certificate2 certificate, X509Certificate2Collection? clientAuthorities) =>
        (Certificate, ClientAuthorities) = (certificate, clientAuthorities);

    public X509Certificate2 Certificate { get; }

    /// <summary>Null where no client is known by a certificate.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; }

    /// <summary>Reads PEM files.</summary>
    /// <exception cref="WorkflowsException">One of them can't be read, or holds something else.</exception>
    public static TlsFiles Read(string certificate, string key, string? clientAuthorities)
    {
        try
        {
            X509Certificate2Collection? authorities = null;
            if (clientAuthorities is not null)
            {
                authorities = [];
                authorities.ImportFromPemFile(clientAuthorities);
                if (authorities.Count == 0)
                {
                    throw new WorkflowsException(ErrorKind.Usage, $"There is no certificate in '{clientAuthorities}' (--client-ca).");
                }
            }

            return new TlsFiles(X509Certificate2.CreateFromPemFile(certificate, key), authorities);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalFileException($"The files of --tls-cert, --tls-key and --client-ca can't be read: {exception.Message}", exception);
        }
        catch (CryptographicException exception)
        {
            // The message quotes nothing of the files.
            throw new WorkflowsException(
                ErrorKind.Usage,
                $"The files of --tls-cert, --tls-key and --client-ca can't be used: {exception.Message} PEM is expected, and a key without a password.",
                exception);
        }
    }

    /// <summary>Whether a client's certificate is of one of the authorities, and made for clients.</summary>
    public bool Knows(X509Certificate2 client)
    {
        if (ClientAuthorities is null)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(ClientAuthorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        return chain.Build(client);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var authority in ClientAuthorities ?? [])
        {
            authority.Dispose();
        }
    }
}
