using Workflows.Activities.Clusters;
using Workflows.Core.Backups;
using Workflows.Core.Resources;
using Workflows.Core.Selection;
using Workflows.Kubernetes;

namespace Workflows.Activities.Backups.Planning;

/// <summary>The etcd revision of a cluster.</summary>
internal static class Revision
{
    /// <summary>What somebody with rights in a namespace is likely to be allowed to list, the likeliest first.</summary>
    private static readonly ApiResource[] Usual =
    [
        new("", "v1", "configmaps", "ConfigMap", true, ["list"]),
        ClusterKinds.Pods,
        new("", "v1", "services", "Service", true, ["list"]),
        new("apps", "v1", "deployments", "Deployment", true, ["list"]),
        new("", "v1", "secrets", "Secret", true, ["list"]),
    ];

    public static ApiResource Namespaces { get; } = new("", "v1", "namespaces", "Namespace", false, ["list"]);

    /// <summary>A list without a resource version is read from etcd by quorum, and answers with its revision.</summary>
    public static async Task<string> TakeAsync(ClusterClient client, CancellationToken cancellationToken) =>
        await OfListAsync(client, Namespaces, null, cancellationToken);

    /// <summary>The same for a backup by somebody who may perhaps list nothing but what namespaces hold.</summary>
    /// <exception cref="KubernetesApiException">Nothing of it may be listed.</exception>
    public static async Task<string> TakeAsync(
        ClusterClient client, BackupSpec spec, CancellationToken cancellationToken)
    {
        KubernetesApiException? refused = null;
        foreach (var (resource, ns) in LikelyLists(spec))
        {
            try
            {
                return await OfListAsync(client, resource, ns, cancellationToken);
            }
            catch (KubernetesApiException denied) when (denied.IsForbidden)
            {
                refused ??= denied;
            }
        }

        throw refused!;
    }

    /// <summary>Whether the cluster can still be read at a revision.</summary>
    /// <returns>True also where nothing may be listed that would tell.</returns>
    public static async Task<bool> IsKeptAsync(
        ClusterClient client, BackupSpec spec, string revision, CancellationToken cancellationToken)
    {
        foreach (var (resource, ns) in LikelyLists(spec))
        {
            try
            {
                using var page = await client.ListPageAsync(
                    resource, ns, ExactList.Page(revision, null, pageSize: 1), cancellationToken);
                return true;
            }
            catch (KubernetesApiException compacted) when (compacted.IsExpired)
            {
                return false;
            }
            catch (KubernetesApiException denied) when (denied.IsForbidden)
            {
                // Perhaps another list may be asked for.
            }
        }

        return true;
    }

    /// <summary>What somebody may be allowed to list: all namespaces, or else something in one that is named.</summary>
    private static IEnumerable<(ApiResource Resource, string? Namespace)> LikelyLists(BackupSpec spec)
    {
        IEnumerable<(ApiResource, string?)> inNamespaces =
            from ns in new NamespaceFilter(spec.Selection).NamedExactly
            from resource in Usual
            select (resource, (string?)ns);
        return inNamespaces.Prepend((Namespaces, null));
    }

    private static async Task<string> OfListAsync(
        ClusterClient client, ApiResource resource, string? ns, CancellationToken cancellationToken)
    {
        using var page = await client.ListPageAsync(resource, ns, new ListQuery { Limit = 1 }, cancellationToken);
        return page.ResourceVersion;
    }
}
