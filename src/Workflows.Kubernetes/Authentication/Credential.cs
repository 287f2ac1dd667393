namespace Workflows.Kubernetes.Authentication;

/// <summary>What one request proves its sender with. A class, not a record: its text must never be printed.</summary>
/// <param name="authorization">The value of the <c>Authorization</c> header; null for none.</param>
/// <param name="certificate">The certificate to connect with; null for none.</param>
internal sealed class Credential(string? authorization, ClientCertificate? certificate)
{
    public static Credential None { get; } = new(null, null);

    public string? Authorization { get; } = authorization;

    public ClientCertificate? Certificate { get; } = certificate;
}
