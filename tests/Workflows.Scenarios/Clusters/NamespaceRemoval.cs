using System.Text.Json.Nodes;

namespace Workflows.Scenarios.Clusters;

/// <summary>
/// Does at once what the namespace controller does to a namespace that is being deleted: it looks at none for five seconds
/// (<c>namespaceDeletionGracePeriod</c> of kube-controller-manager), which a hundred tests would wait for, twice each.
/// </summary>
internal static class NamespaceRemoval
{
    private const int AtOnce = 8;

    /// <summary>Deletes what is in the namespace, and says that it is empty once it is.</summary>
    /// <returns>Whether it is gone; false where it is not empty yet.</returns>
    public static async Task<bool> TryFinishAsync(Cluster cluster, string name)
    {
        try
        {
            if (await cluster.FindAsync($"/api/v1/namespaces/{name}") is not { } ns)
            {
                return true;
            }

            if (ns["metadata"]!["deletionTimestamp"] is null || !await IsEmptyAsync(cluster, name))
            {
                return false;
            }

            ns["spec"]!["finalizers"] = new JsonArray();
            await cluster.ReplaceAsync($"/api/v1/namespaces/{name}/finalize", ns);
            return true;
        }
        catch (HttpRequestException)
        {
            // The controller was faster, or some kind is not served just now: it goes on by itself then.
            return false;
        }
    }

    private static async Task<bool> IsEmptyAsync(Cluster cluster, string name)
    {
        var isEmpty = true;
        var kinds = (await ClusterDiscovery.ListableAsync(cluster)).Where(kind => kind.Namespaced);
        await Parallel.ForEachAsync(kinds, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (kind, _) =>
        {
            var path = kind.PathIn(name);
            if ((await cluster.ListAsync($"{path}?limit=1")).Count > 0)
            {
                Volatile.Write(ref isEmpty, false);
                await cluster.DeleteAsync(path);
            }
        });
        return isEmpty;
    }
}
