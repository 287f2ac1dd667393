using System.Net;

namespace Workflows.Kubernetes.Transport;

/// <summary>Whom the requests are made as, for a user who may impersonate (Kubernetes documentation, "User impersonation").</summary>
internal sealed class Impersonation
{
    private readonly List<(string Name, string Value)> _headers = [];

    public Impersonation(
        string user,
        string? uid,
        IReadOnlyList<string> groups,
        IReadOnlyDictionary<string, IReadOnlyList<string>> extra)
    {
        _headers.Add(("Impersonate-User", user));
        if (uid is not null)
            _headers.Add(("Impersonate-Uid", uid));
        Add("Impersonate-Group", groups);
        foreach (var (key, values) in extra)
            Add($"Impersonate-Extra-{Uri.EscapeDataString(key.ToLowerInvariant())}", values);
    }

    /// <summary>How connections must write what stands for several headers.</summary>
    public RepeatedHeaders Repeated { get; } = new();

    public void Apply(HttpRequestMessage request)
    {
        foreach (var (name, value) in _headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (Repeated.IsEmpty)
            return;
        request.Version = HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
    }

    private void Add(string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
            _headers.Add((name, Repeated.Join(name, values)));
    }
}
