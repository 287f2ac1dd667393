using Workflows.Core.Resources;
using Workflows.Core.Selection;

namespace Workflows.Core.Clusters.Access;

/// <summary>The rights that a task takes. <c>infra/cluster</c> grants these and no others.</summary>
public static class NeededRights
{
    private const string Storage = "storage.k8s.io";

    private const string Snapshot = "snapshot.storage.k8s.io";

    private const string GroupSnapshot = "groupsnapshot.storage.k8s.io";

    private const string Rbac = "rbac.authorization.k8s.io";

    /// <summary>
    /// A container is spoken to over a WebSocket, for which servers ask <c>get</c>, and since Kubernetes 1.35 <c>create</c>
    /// too.
    /// </summary>
    private static readonly ClusterRight[] Exec = [.. Of("pods", "", true, "get", "create").Select(right => right with { Subresource = "exec" })];

    private static readonly ClusterRight[] Movers =
    [
        .. Of("jobs", "batch", true, "get", "list", "create", "delete"),
        .. Of("pods", "", true, "get", "list", "delete"),
        .. Of("pods", "", true, "get").Select(right => right with { Subresource = "log" }),
        .. Exec,
        .. Of("persistentvolumeclaims", "", true, "get", "list", "patch"),
        .. Of("persistentvolumes", "", false, "list"),
        .. Of("events", "", true, "list"),
        .. Of("nodes", "", false, "get"),
    ];

    private static readonly ClusterRight[] Snapshots =
    [
        .. Of("persistentvolumes", "", false, "get"),
        .. Of("storageclasses", Storage, false, "get", "list"),
        .. Of("csidrivers", Storage, false, "get", "list"),
        .. Of("persistentvolumeclaims", "", true, "get", "list", "create", "delete"),
        .. Of("volumesnapshots", Snapshot, true, "get", "list", "create", "delete"),
        .. Of("volumesnapshotcontents", Snapshot, false, "get", "list", "create", "patch", "delete"),
        .. Of("volumesnapshotclasses", Snapshot, false, "list"),
    ];

    /// <summary>Taken only of clusters that know snapshots of groups.</summary>
    private static readonly ClusterRight[] GroupSnapshots =
    [
        .. Of("persistentvolumes", "", false, "list"),
        .. Of("volumegroupsnapshots", GroupSnapshot, true, "get", "list", "create", "delete"),
        .. Of("volumegroupsnapshotcontents", GroupSnapshot, false, "get", "list", "create", "patch", "delete"),
        .. Of("volumegroupsnapshotclasses", GroupSnapshot, false, "list"),
    ];

    /// <param name="task">The task.</param>
    /// <param name="served">Every resource that the cluster serves.</param>
    public static IReadOnlyList<ClusterRight> For(ClusterTask task, IReadOnlyList<ApiResource> served)
    {
        ArgumentNullException.ThrowIfNull(served);
        return task switch
        {
            ClusterTask.Backup =>
            [
                .. Of("namespaces", "", false, "get"),
                .. Of(served.Where(resource => Can(resource, "list") && BuiltInExclusions.ForBackup(resource.GroupResource) is null), "list"),
            ],
            ClusterTask.Restore =>
            [
                .. Of(
                    served.Where(resource => Can(resource, "create") && Can(resource, "list") && BuiltInExclusions.ForRestore(resource.GroupResource) is null),
                    "get",
                    "list",
                    "create",
                    "update"),
                .. Of("serviceaccounts", "", true, "patch"),
                .. Of("roles", Rbac, true, "escalate", "bind"),
                .. Of("clusterroles", Rbac, false, "escalate", "bind"),
            ],
            ClusterTask.Volumes => Movers,
            ClusterTask.Snapshots => served.Any(resource => resource.Group == GroupSnapshot) ? [.. Snapshots, .. GroupSnapshots] : Snapshots,
            ClusterTask.Hooks => [.. Of("pods", "", true, "get", "list"), .. Exec],
            _ => throw new ArgumentOutOfRangeException(nameof(task), task, "There is no such task."),
        };
    }

    private static bool Can(ApiResource resource, string verb) => resource.Verbs.Contains(verb, StringComparer.Ordinal);

    private static IEnumerable<ClusterRight> Of(string plural, string group, bool namespaced, params string[] verbs) =>
        verbs.Select(verb => new ClusterRight(verb, new(plural, group), namespaced));

    private static IEnumerable<ClusterRight> Of(IEnumerable<ApiResource> resources, params string[] verbs) =>
        from resource in resources
        from verb in verbs
        select new ClusterRight(verb, resource.GroupResource, resource.Namespaced);
}
