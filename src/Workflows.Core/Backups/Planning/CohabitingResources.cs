using Workflows.Core.Resources;

namespace Workflows.Core.Backups.Planning;

/// <summary>
/// Resources that are served by two groups at once, as they moved from one to the other: the same objects, which must
/// be captured once. Source: Kubernetes' storage factory (<c>AddCohabitatingResources</c>), as in Velero.
/// </summary>
public static class CohabitingResources
{
    private static readonly (GroupResource Old, GroupResource New)[] Moved =
    [
        (new("deployments", "extensions"), new("deployments", "apps")),
        (new("daemonsets", "extensions"), new("daemonsets", "apps")),
        (new("replicasets", "extensions"), new("replicasets", "apps")),
        (new("networkpolicies", "extensions"), new("networkpolicies", "networking.k8s.io")),
        (new("ingresses", "extensions"), new("ingresses", "networking.k8s.io")),
        (new("podsecuritypolicies", "extensions"), new("podsecuritypolicies", "policy")),
    ];

    /// <summary>The resources without those whose objects another of them gives too.</summary>
    public static IReadOnlyList<ApiResource> WithoutDoubles(IReadOnlyList<ApiResource> resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        var served = resources.Select(resource => resource.GroupResource).ToHashSet();
        var doubles = Moved.Where(pair => served.Contains(pair.New)).Select(pair => pair.Old).ToHashSet();
        return [.. resources.Where(resource => !doubles.Contains(resource.GroupResource))];
    }
}
