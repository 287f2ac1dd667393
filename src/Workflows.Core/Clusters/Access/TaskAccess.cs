namespace Workflows.Core.Clusters.Access;

/// <summary>Whether a task is allowed.</summary>
/// <param name="Task">The task.</param>
/// <param name="Rights">How many rights it takes.</param>
/// <param name="Missing">Those that are lacking.</param>
public sealed record TaskAccess(ClusterTask Task, int Rights, IReadOnlyList<MissingRight> Missing);
