using Workflows.Activities.Clusters;
using Workflows.Kubernetes;

namespace Workflows.Activities.Hooks;

/// <summary>Lists the pods of some namespaces: of few, in each; of many, all at once where that is allowed.</summary>
internal sealed class PodListing(ClusterClient client, int pageSize)
{
    /// <summary>With fewer namespaces, only their own pods are listed.</summary>
    private const int FewNamespaces = 10;

    /// <param name="namespaces">The namespaces.</param>
    /// <param name="look">Given each pod, of other namespaces too; its bytes are good until it returns.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The namespaces whose pods may not be listed, each with the reason.</returns>
    public async Task<IReadOnlyList<(string Namespace, string Reason)>> RunAsync(
        IReadOnlyList<string> namespaces, Action<ListItem> look, CancellationToken cancellationToken)
    {
        if (namespaces.Count > FewNamespaces && await TryListAsync(null, look, cancellationToken) is null)
        {
            return [];
        }

        var denied = new List<(string Namespace, string Reason)>();
        foreach (var ns in namespaces)
        {
            if (await TryListAsync(ns, look, cancellationToken) is { } refusal)
            {
                denied.Add((ns, refusal.Message));
            }
        }

        return denied;
    }

    /// <returns>Why it is not allowed; null where it is.</returns>
    private async Task<KubernetesApiException?> TryListAsync(string? ns, Action<ListItem> look, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in ExactList.ItemsAsync(client, ClusterKinds.Pods, revision: null, pageSize, cancellationToken, ns))
            {
                look(item);
            }

            return null;
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            return denied;
        }
    }
}
