namespace Workflows.Kubernetes.Transport;

/// <summary>Whom the requests are made as, for a user who may impersonate (Kubernetes documentation, "User impersonation").</summary>
internal sealed record Impersonation(
    string? User,
    string? Uid,
    IReadOnlyList<string> Groups,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Extra)
{
    public void Apply(HttpRequestMessage request)
    {
        if (User is not null)
            request.Headers.TryAddWithoutValidation("Impersonate-User", User);
        if (Uid is not null)
            request.Headers.TryAddWithoutValidation("Impersonate-Uid", Uid);
        if (Groups.Count > 0)
            request.Headers.TryAddWithoutValidation("Impersonate-Group", Groups);
        foreach (var (key, values) in Extra)
            request.Headers.TryAddWithoutValidation(
                $"Impersonate-Extra-{Uri.EscapeDataString(key.ToLowerInvariant())}", values);
    }
}
