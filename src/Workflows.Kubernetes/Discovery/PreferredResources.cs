using Workflows.Core.Resources;

namespace Workflows.Kubernetes.ApiDiscovery;

/// <summary>Chooses for each resource the version to use: the group's preferred one, or the first that serves it.</summary>
internal static class PreferredResources
{
    public static Discovery Choose(IEnumerable<GroupVersions> groups)
    {
        var resources = new List<ApiResource>();
        var broken = new List<BrokenGroup>();
        foreach (var group in groups)
        {
            broken.AddRange(group.Versions
                .Where(version => version.Resources is null)
                .Select(version => new BrokenGroup(group.Name, version.Version, version.Problem ?? "no answer")));
            var served = group.Versions
                .SelectMany(version => version.Resources ?? [])
                .GroupBy(resource => resource.Plural, StringComparer.Ordinal);
            foreach (var versions in served)
            {
                resources.Add(versions.First() with
                {
                    ServedVersions = [.. versions.Select(resource => resource.Version).Distinct(StringComparer.Ordinal)],
                });
            }
        }

        return new Discovery(resources, broken);
    }
}
