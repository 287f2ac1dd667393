namespace Workflows.Kubernetes.Authentication;

/// <summary>Where requests get their credentials from, each time anew since they rotate.</summary>
internal interface ICredentialSource
{
    /// <exception cref="CredentialException">There are none to be had.</exception>
    ValueTask<Credential> GetAsync(CancellationToken ct);

    /// <summary>The server did not accept these credentials: forget them.</summary>
    /// <returns>Whether <see cref="GetAsync"/> may give others now, so that asking the server again makes sense.</returns>
    bool Refuse(Credential refused);
}
