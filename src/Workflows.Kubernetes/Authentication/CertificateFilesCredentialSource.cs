namespace Workflows.Kubernetes.Authentication;

/// <summary>
/// A client certificate and key from files (or from the kubeconfig itself), read again when the server refuses it:
/// whoever rotates certificates replaces the files.
/// </summary>
internal sealed class CertificateFilesCredentialSource(ClientCertificate first, Func<ClientCertificate> read)
    : ICredentialSource
{
    private readonly Lock _gate = new();
    private Credential _current = new(null, first);

    public ValueTask<Credential> GetAsync(CancellationToken ct)
    {
        lock (_gate)
            return new ValueTask<Credential>(_current);
    }

    public bool Refuse(Credential refused)
    {
        lock (_gate)
        {
            if (refused.Certificate != _current.Certificate)
                return true;
            try
            {
                var again = read();
                if (again.Leaf.Thumbprint == _current.Certificate!.Leaf.Thumbprint)
                    return false;
                _current = new Credential(null, again);
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
