using Workflows.Kubernetes.Authentication;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes;

/// <summary>All that a request needs to know of its server.</summary>
/// <param name="Server">The URL.</param>
/// <param name="Trust">Whom to take for it.</param>
/// <param name="Credentials">What it is shown.</param>
internal sealed record ClusterEndpoint(Uri Server, ServerTrust Trust, ICredentialSource Credentials)
{
    public string? DefaultNamespace { get; init; }

    public Impersonation? Impersonation { get; init; }

    public Uri? Proxy { get; init; }
}
