namespace Workflows.Core.Clusters;

/// <summary>
/// Where a cluster's credentials are found: never the credentials themselves, so that it may stand in a journal,
/// a manifest or a status.
/// </summary>
/// <param name="Kubeconfig">
/// Absolute paths of kubeconfig files, merged as kubectl merges <c>KUBECONFIG</c>; empty means in-cluster.
/// </param>
/// <param name="Context">The context to use; null means the files' current context.</param>
public sealed record ClusterReference(IReadOnlyList<string> Kubeconfig, string? Context);
