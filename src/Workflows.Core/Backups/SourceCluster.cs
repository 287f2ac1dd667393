namespace Workflows.Core.Backups;

/// <summary>What a backup knows about the cluster that it was read from.</summary>
/// <param name="ServerVersion">The server's version, for example <c>v1.36.0</c>.</param>
/// <param name="Revision">The revision (<c>resourceVersion</c>) at which everything was read that is not listed below.</param>
public sealed record SourceCluster(string ServerVersion, string Revision)
{
    /// <summary>The uid of the namespace <c>kube-system</c>, which tells one cluster from another; null if unread.</summary>
    public string? ClusterUid { get; init; }

    /// <summary>What was read at another revision, and why; empty for a backup of one moment.</summary>
    public IReadOnlyList<CapturedRevision> MixedRevisions { get; init; } = [];
}
