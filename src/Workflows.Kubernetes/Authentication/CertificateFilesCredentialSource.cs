namespace Workflows.Kubernetes.Authentication;

/// <summary>
/// A client certificate and key from files (or from the kubeconfig itself), read again when the server refuses it:
/// whoever rotates certificates replaces the files.
/// </summary>
internal sealed class CertificateFilesCredentialSource(ClientCertificate first, Func<ClientCertificate> read)
    : ICredentialSource
{
    private readonly Lock gate = new();
    private Credential current = new(null, first);

    public ValueTask<Credential> GetAsync(CancellationToken ct)
    {
        lock (gate)
            return new ValueTask<Credential>(current);
    }

    public bool Refuse(Credential refused)
    {
        lock (gate)
        {
            if (refused.Certificate != current.Certificate)
                return true;
            try
            {
                var again = read();
                if (again.Leaf.Thumbprint == current.Certificate!.Leaf.Thumbprint)
                    return false;
                current = new Credential(null, again);
                return true;
            }
            catch (KubeconfigException)
            {
                // The old one stays: the server's refusal is the error to show.
                return false;
            }
        }
    }
}
