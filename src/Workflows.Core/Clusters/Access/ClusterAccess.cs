namespace Workflows.Core.Clusters.Access;

/// <summary>What somebody may do with a cluster.</summary>
/// <param name="ServerVersion">The server's version.</param>
/// <param name="Tasks">What was asked for.</param>
/// <param name="BrokenGroups">API groups that don't answer, by name: what they serve is not known.</param>
public sealed record ClusterAccess(string ServerVersion, IReadOnlyList<TaskAccess> Tasks, IReadOnlyList<string> BrokenGroups);
