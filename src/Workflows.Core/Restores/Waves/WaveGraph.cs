using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Waves;

/// <summary>
/// Puts dependencies into layers: a resource is in the first layer after all that it needs. A resource that only an
/// added dependency names finds its place so: if something of the default order needs it, it comes as early as
/// definitions and namespaces allow; otherwise it comes where everything else does, and the last ones after it.
/// </summary>
internal sealed class WaveGraph
{
    private static readonly GroupResource[] EarliestNeeds =
        [new("customresourcedefinitions", "apiextensions.k8s.io"), new("namespaces", "")];

    private readonly Dictionary<GroupResource, HashSet<GroupResource>> needs = [];
    private readonly Dictionary<GroupResource, int> layers = [];

    public WaveGraph(IReadOnlyList<WaveDependency> defaults, IReadOnlyList<WaveDependency> added)
    {
        foreach (var (resource, needed) in defaults.Concat(added))
        {
            NeedsOf(resource).UnionWith(needed);
            foreach (var other in needed)
            {
                NeedsOf(other);
            }
        }

        Place(defaults.Select(line => line.Resource).ToHashSet());
    }

    public IEnumerable<GroupResource> Resources => needs.Keys;

    /// <exception cref="WaveCycleException">The resource waits for itself.</exception>
    public int LayerOf(GroupResource resource) => LayerOf(resource, []);

    private int LayerOf(GroupResource resource, List<GroupResource> path)
    {
        if (layers.TryGetValue(resource, out var known))
        {
            return known;
        }

        var start = path.IndexOf(resource);
        if (start >= 0)
        {
            throw new WaveCycleException([.. path[start..], resource]);
        }

        path.Add(resource);
        var layer = needs[resource].Select(needed => LayerOf(needed, path) + 1).DefaultIfEmpty(0).Max();
        path.RemoveAt(path.Count - 1);
        layers[resource] = layer;
        return layer;
    }

    private void Place(HashSet<GroupResource> listed)
    {
        var early = NeededBy(listed);
        var last = listed.Where(resource => NeededBy([resource]).Contains(WaveOrder.EverythingElse)).ToArray();
        var forEverythingElse = needs.TryGetValue(WaveOrder.EverythingElse, out var found) ? found : [];
        var additions = new List<(GroupResource Final, GroupResource Needed)>();
        foreach (var resource in needs.Keys.Where(resource => !listed.Contains(resource)).ToArray())
        {
            if (early.Contains(resource))
            {
                needs[resource].UnionWith(
                    EarliestNeeds.Where(first => first != resource && !NeededBy([first]).Contains(resource)).ToArray());
                continue;
            }

            // One that itself waits for one of the last is where it wants to be; the last can't wait for it as well.
            var comesBeforeTheLast = !NeededBy([resource]).Overlaps(last);
            needs[resource].UnionWith(forEverythingElse);
            if (comesBeforeTheLast)
            {
                additions.AddRange(last.Select(final => (final, resource)));
            }
        }

        foreach (var (final, needed) in additions)
        {
            needs[final].Add(needed);
        }
    }

    private HashSet<GroupResource> NeededBy(IEnumerable<GroupResource> resources)
    {
        var reached = new HashSet<GroupResource>();
        var open = new Stack<GroupResource>(resources);
        while (open.TryPop(out var resource))
        {
            foreach (var needed in needs[resource].Where(reached.Add))
            {
                open.Push(needed);
            }
        }

        return reached;
    }

    private HashSet<GroupResource> NeedsOf(GroupResource resource)
    {
        if (!needs.TryGetValue(resource, out var found))
        {
            found = [];
            needs[resource] = found;
        }

        return found;
    }
}
