using Workflows.Core.Resources;
using Workflows.Kubernetes;

namespace Workflows.Activities.Backups.Planning;

/// <summary>The etcd revision of a cluster.</summary>
internal static class Revision
{
    public static ApiResource Namespaces { get; } = new("", "v1", "namespaces", "Namespace", false, ["list"]);

    /// <summary>A list without a resource version is read from etcd by quorum, and answers with its revision.</summary>
    public static async Task<string> TakeAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        using var page = await client.ListPageAsync(Namespaces, null, new ListQuery { Limit = 1 }, cancellationToken);
        return page.ResourceVersion;
    }
}
