namespace Workflows.Core.Clusters.Access;

/// <summary>What somebody wants to know of their rights.</summary>
/// <param name="Tasks">What is to be done.</param>
/// <param name="Namespaces">The namespaces in which; none for all, also those to come.</param>
public sealed record AccessRequest(IReadOnlyList<ClusterTask> Tasks, IReadOnlyList<string> Namespaces);
