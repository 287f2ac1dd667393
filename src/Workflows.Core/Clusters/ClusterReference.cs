namespace Workflows.Core.Clusters;

/// <summary>
/// Where a cluster's credentials are found: never the credentials themselves, so that it may stand in a journal,
/// a manifest or a status.
/// </summary>
/// <param name="Kubeconfig">
/// Absolute paths of kubeconfig files, merged as kubectl merges <c>KUBECONFIG</c>; empty means in-cluster, unless
/// <see cref="Cloud"/> says where it is.
/// </param>
/// <param name="Context">The context to use; null means the files' current context.</param>
public sealed record ClusterReference(IReadOnlyList<string> Kubeconfig, string? Context)
{
    /// <summary>
    /// The name that it is registered by; null for one that is not. A run stays with the cluster that it began with,
    /// whatever the name stands for later.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Which cloud, or which vault, tells how to reach it; null where files do.</summary>
    public CloudSource? Cloud { get; init; }

    /// <summary>What to call it in a message; null where nothing names it.</summary>
    public string? Title => Name ?? Context;
}
