using System.Text.Json;
using Workflows.Core.Resources;

namespace Workflows.Kubernetes.ApiDiscovery;

/// <summary>Reads an <c>APIGroupDiscoveryList</c> (apidiscovery.k8s.io/v2 and v2beta1): everything in one answer.</summary>
internal static class AggregatedDiscovery
{
    public static IReadOnlyList<GroupVersions> Read(JsonElement list) =>
        [.. list.List("items").Select(ReadGroup)];

    private static GroupVersions ReadGroup(JsonElement item)
    {
        var group = item.Child("metadata").Text("name");
        return new GroupVersions(group, [.. item.List("versions").Select(version => ReadVersion(group, version))]);
    }

    private static VersionResources ReadVersion(string group, JsonElement item)
    {
        var version = item.Text("version");
        // "Stale" means that the aggregated server behind it does not answer; what is listed is from before.
        return item.Text("freshness") == "Stale"
            ? new VersionResources(version, null, "the API server that serves it does not answer (stale discovery)")
            : new VersionResources(
                version, [.. item.List("resources").Select(resource => ReadResource(group, version, resource))], null);
    }

    private static ApiResource ReadResource(string group, string version, JsonElement item) =>
        new(group, version, item.Text("resource"), item.Child("responseKind").Text("kind"),
            item.Text("scope") == "Namespaced", item.Texts("verbs"))
        {
            ShortNames = item.Texts("shortNames"),
            Singular = item.Text("singularResource"),
        };
}
