using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.RoundTrip;

/// <summary>
/// Compares two clusters without the product: every kind that the first serves and that can be listed, read as raw
/// JSON from both. See COMPARED.md.
/// </summary>
/// <param name="namespaces">The namespaces whose objects are compared, and themselves.</param>
/// <param name="isOurs">Which of the cluster's own objects are compared, by resource.</param>
internal sealed class IndependentComparison(IReadOnlyList<string> namespaces, Func<string, JsonObject, bool> isOurs)
{
    /// <summary>How many objects were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>The resources of which there was something to compare.</summary>
    public HashSet<string> Resources { get; } = new(StringComparer.Ordinal);

    /// <returns>A line for each object that is not the same on both, or only on one.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(Cluster first, Cluster second)
    {
        var different = new List<string>();
        var served = await ClusterDiscovery.ListableAsync(first);
        foreach (var kind in served.Where(kind => !IsSecondName(kind, served)))
        {
            var one = await ReadAsync(first, kind);
            var other = await ReadAsync(second, kind);
            Compared += one.Count;
            if (one.Count > 0)
            {
                Resources.Add(kind.Resource);
            }

            different.AddRange(one.Keys.Except(other.Keys).Select(key => $"{kind.Resource} {key} is only on the first"));
            different.AddRange(other.Keys.Except(one.Keys).Select(key => $"{kind.Resource} {key} is only on the second"));
            different.AddRange(one.Keys.Intersect(other.Keys)
                .Where(key => !JsonNode.DeepEquals(one[key], other[key]))
                .Select(key => $"{kind.Resource} {key} differs:\n  {one[key].ToJsonString()}\n  {other[key].ToJsonString()}"));
        }

        return different;
    }

    /// <summary>Ingresses of the group extensions are those of networking.k8s.io under an old name.</summary>
    private static bool IsSecondName(ServedKind kind, IReadOnlyList<ServedKind> served) =>
        kind.Group == "extensions" && served.Any(other => other.Plural == kind.Plural && other.Group != kind.Group);

    private async Task<Dictionary<string, JsonObject>> ReadAsync(Cluster cluster, ServedKind kind)
    {
        var found = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        var filled = kind.Resource == "endpoints" ? await FilledEndpointsAsync(cluster) : [];
        foreach (var path in kind.Namespaced ? namespaces.Select(kind.PathIn) : [kind.PathIn(null)])
        {
            foreach (var obj in await ListAsync(cluster, path))
            {
                var key = $"{obj["metadata"]!["namespace"]}/{OwnedByClusters.Name(obj)}";
                if (IsCompared(kind, obj) && !filled.Contains(key))
                {
                    found.Add(key, Carried(kind.Resource, obj));
                }
            }
        }

        return found;
    }

    /// <summary>Endpoints of a service with a selector: a controller fills them from pods.</summary>
    private async Task<HashSet<string>> FilledEndpointsAsync(Cluster cluster)
    {
        var filled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ns in namespaces)
        {
            filled.UnionWith((await ListAsync(cluster, $"/api/v1/namespaces/{ns}/services"))
                .Where(service => service["spec"]!["selector"] is not null)
                .Select(service => $"{ns}/{OwnedByClusters.Name(service)}"));
        }

        return filled;
    }

    /// <summary>A kind that the second cluster does not serve has no objects there, and that is then the difference.</summary>
    private static async Task<IReadOnlyList<JsonObject>> ListAsync(Cluster cluster, string path) =>
        await cluster.FindAsync(path) is { } list
            ? [.. list["items"]!.AsArray().Select(item => item!.DeepClone().AsObject())]
            : [];

    private bool IsCompared(ServedKind kind, JsonObject obj) =>
        OwnedByClusters.Objects.All(rule => !rule.Applies(kind.Resource, obj))
        && (kind.Namespaced
            || (kind.Resource == "namespaces" && namespaces.Contains(OwnedByClusters.Name(obj)))
            || isOurs(kind.Resource, obj));

    private static JsonObject Carried(string resource, JsonObject obj)
    {
        foreach (var (_, path) in OwnedByClusters.Fields.Where(field => field.Resource == "*" || field.Resource == resource))
        {
            Remove(obj, path.Split('/'));
        }

        foreach (var map in new[] { "labels", "annotations" })
        {
            // A map that lost all it had is as good as none.
            if (obj["metadata"]![map] is JsonObject { Count: 0 })
            {
                obj["metadata"]!.AsObject().Remove(map);
            }
        }

        return obj;
    }

    private static void Remove(JsonNode? node, ReadOnlySpan<string> path)
    {
        var name = path[0].Replace("~1", "/", StringComparison.Ordinal);
        if (node is JsonArray array && name == "*")
        {
            foreach (var item in array)
            {
                Remove(item, path[1..]);
            }
        }
        else if (node is JsonObject obj)
        {
            if (path.Length == 1)
            {
                obj.Remove(name);
            }
            else
            {
                Remove(obj[name], path[1..]);
            }
        }
    }
}
