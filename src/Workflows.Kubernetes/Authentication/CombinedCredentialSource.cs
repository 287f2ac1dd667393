namespace Workflows.Kubernetes.Authentication;

/// <summary>A certificate from one source and a token from another: the first that has each gives it.</summary>
internal sealed class CombinedCredentialSource(IReadOnlyList<ICredentialSource> sources) : ICredentialSource
{
    public async ValueTask<Credential> GetAsync(CancellationToken ct)
    {
        string? authorization = null;
        ClientCertificate? certificate = null;
        foreach (var source in sources)
        {
            var credential = await source.GetAsync(ct);
            authorization ??= credential.Authorization;
            certificate ??= credential.Certificate;
        }

        return new Credential(authorization, certificate);
    }

    public bool Refuse(Credential refused)
    {
        var any = false;
        foreach (var source in sources)
            any |= source.Refuse(refused);
        return any;
    }
}
