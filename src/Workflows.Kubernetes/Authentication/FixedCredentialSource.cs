using System.Text;

namespace Workflows.Kubernetes.Authentication;

/// <summary>Credentials that stand in the kubeconfig itself and can't change.</summary>
internal sealed class FixedCredentialSource(Credential credential) : ICredentialSource
{
    public static FixedCredentialSource Token(string token) => new(new Credential($"Bearer {token}", null));

    public static FixedCredentialSource Basic(string user, string password) =>
        new(new Credential($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}", null));

    public ValueTask<Credential> GetAsync(CancellationToken ct) => new(credential);

    public bool Refuse(Credential refused) => false;
}
