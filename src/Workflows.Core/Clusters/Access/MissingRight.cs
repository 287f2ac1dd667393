namespace Workflows.Core.Clusters.Access;

/// <summary>A right that somebody lacks.</summary>
/// <param name="Right">The right.</param>
/// <param name="Namespace">Where; null for everywhere, or for objects outside namespaces.</param>
public sealed record MissingRight(ClusterRight Right, string? Namespace);
