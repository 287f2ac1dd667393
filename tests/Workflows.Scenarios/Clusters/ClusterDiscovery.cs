using System.Text.Json.Nodes;

namespace Workflows.Scenarios.Clusters;

/// <summary>What a cluster serves, asked group by group.</summary>
internal static class ClusterDiscovery
{
    /// <summary>Every kind that can be listed, each group in its preferred version.</summary>
    public static async Task<IReadOnlyList<ServedKind>> ListableAsync(Cluster cluster)
    {
        var kinds = new List<ServedKind>(await ReadAsync(cluster, "/api/v1", "", "v1"));
        foreach (var group in (await cluster.GetAsync("/apis"))["groups"]!.AsArray())
        {
            var name = group!["name"]!.GetValue<string>();
            foreach (var version in Versions(group))
            {
                var known = kinds.Select(kind => kind.Resource).ToHashSet(StringComparer.Ordinal);
                kinds.AddRange((await ReadAsync(cluster, $"/apis/{name}/{version}", name, version))
                    .Where(kind => !known.Contains(kind.Resource)));
            }
        }

        return kinds;
    }

    /// <summary>The preferred version, then the others: a kind may be served in one of those only.</summary>
    private static IEnumerable<string> Versions(JsonNode group)
    {
        var preferred = group["preferredVersion"]!["version"]!.GetValue<string>();
        var all = group["versions"]!.AsArray().Select(version => version!["version"]!.GetValue<string>());
        return all.OrderBy(version => version != preferred);
    }

    private static async Task<IEnumerable<ServedKind>> ReadAsync(
        Cluster cluster, string path, string group, string version) =>
        (await cluster.GetAsync(path))["resources"]!.AsArray()
            .Where(resource => resource!["verbs"]!.AsArray().Any(verb => verb!.GetValue<string>() == "list"))
            .Select(resource => new ServedKind(
                group,
                version,
                resource!["name"]!.GetValue<string>(),
                resource["kind"]!.GetValue<string>(),
                resource["namespaced"]!.GetValue<bool>()));
}
