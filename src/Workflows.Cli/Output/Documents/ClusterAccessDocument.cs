using Workflows.Core.Clusters;
using Workflows.Core.Clusters.Access;

namespace Workflows.Cli.Output.Documents;

/// <summary><c>cluster check</c>.</summary>
/// <param name="Context">The context of the kubeconfig; absent for a cluster that is not named by one.</param>
/// <param name="ServerVersion">The server's version.</param>
/// <param name="Ok">Whether nothing is missing.</param>
/// <param name="Tasks">What was asked for.</param>
/// <param name="BrokenGroups">API groups that don't answer.</param>
internal sealed record ClusterAccessDocument(
    string? Context, string ServerVersion, bool Ok, IReadOnlyList<TaskAccessDocument> Tasks, IReadOnlyList<string> BrokenGroups)
{
    /// <summary>The name that the cluster was declared by; absent for one that a kubeconfig names.</summary>
    public string? Cluster { get; init; }

    public static ClusterAccessDocument Of(ClusterReference cluster, ClusterAccess access)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(access);
        return new(
            cluster.Context,
            access.ServerVersion,
            access.Tasks.All(task => task.Missing.Count == 0),
            [.. access.Tasks.Select(TaskAccessDocument.Of)],
            access.BrokenGroups)
        {
            Cluster = cluster.Name,
        };
    }
}

/// <param name="Task">What is to be done.</param>
/// <param name="Ok">Whether it is allowed.</param>
/// <param name="Rights">How many rights it takes.</param>
/// <param name="Missing">Those that are lacking.</param>
internal sealed record TaskAccessDocument(string Task, bool Ok, int Rights, IReadOnlyList<MissingRightDocument> Missing)
{
    public static TaskAccessDocument Of(TaskAccess access)
    {
        ArgumentNullException.ThrowIfNull(access);
        return new(
            access.Task.ToString().ToLowerInvariant(),
            access.Missing.Count == 0,
            access.Rights,
            [
                .. access.Missing.Select(missing => new MissingRightDocument(missing.Right.Verb, missing.Right.Resource.ToString())
                {
                    Subresource = missing.Right.Subresource,
                    Namespace = missing.Namespace,
                }),
            ]);
    }
}

/// <param name="Verb">The verb.</param>
/// <param name="Resource"><c>plural.group</c>.</param>
internal sealed record MissingRightDocument(string Verb, string Resource)
{
    /// <summary>The subresource; absent for the resource itself.</summary>
    public string? Subresource { get; init; }

    /// <summary>Where; absent for everywhere, or for objects outside namespaces.</summary>
    public string? Namespace { get; init; }
}
