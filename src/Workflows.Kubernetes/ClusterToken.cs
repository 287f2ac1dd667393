namespace Workflows.Kubernetes;

/// <summary>A bearer token that a cloud gave for a cluster. A class, not a record: its text must never be printed.</summary>
/// <param name="value">The token.</param>
/// <param name="expiresAt">From when on the server refuses it.</param>
public sealed class ClusterToken(string value, DateTimeOffset expiresAt)
{
    public string Value { get; } = value;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;
}
