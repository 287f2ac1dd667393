using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Workflows.Scenarios.Clusters;

/// <summary>
/// Does at once what the namespace controller does to a namespace that is being deleted: it looks at none for five seconds
/// (<c>namespaceDeletionGracePeriod</c> of kube-controller-manager), which a hundred tests would wait for, twice each.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="name">The namespace.</param>
internal sealed class NamespaceRemoval(Cluster cluster, string name)
{
    private const int AtOnce = 8;

    private IReadOnlyList<string>? collections;
    private IReadOnlyList<string> left = [];

    /// <summary>Deletes what is in the namespace, and says that it is empty once it is.</summary>
    /// <returns>Whether it is gone; false where it is not empty yet.</returns>
    public async Task<bool> TryFinishAsync()
    {
        try
        {
            if (await cluster.FindAsync($"/api/v1/namespaces/{name}") is not { } ns)
            {
                return true;
            }

            // What takes its time, as pods do, is looked at again and again, and all the rest once more at the end.
            left = await EmptyAsync(left);
            left = left.Count > 0 ? left : await EmptyAsync(collections ??= await ListableAsync());
            if (left.Count > 0)
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

    private async Task<IReadOnlyList<string>> ListableAsync() =>
        [.. (await ClusterDiscovery.ListableAsync(cluster)).Where(kind => kind.Namespaced).Select(kind => kind.PathIn(name))];

    /// <returns>Those that were not empty.</returns>
    private async Task<IReadOnlyList<string>> EmptyAsync(IReadOnlyList<string> paths)
    {
        var filled = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (path, _) =>
        {
            if ((await cluster.ListAsync($"{path}?limit=1")).Count > 0)
            {
                filled.Add(path);
                await cluster.DeleteAsync(path);
            }
        });
        return [.. filled];
    }
}
