using System.Text.Json;
using Workflows.Core.Resources;

namespace Workflows.Kubernetes.ApiDiscovery;

/// <summary>Reads discovery as it was before Kubernetes 1.26: groups, then the resources of each group version.</summary>
internal static class GroupDiscovery
{
    /// <summary>The versions of the core group, from <c>/api</c>.</summary>
    public static IReadOnlyList<string> ReadCoreVersions(JsonElement answer) => answer.Texts("versions");

    /// <summary>Each group with its versions, the preferred one first, from <c>/apis</c>.</summary>
    public static IReadOnlyList<(string Group, IReadOnlyList<string> Versions)> ReadGroups(JsonElement answer) =>
        [.. answer.List("groups").Select(ReadGroup)];

    /// <summary>The resources of one group version, without subresources.</summary>
    public static IReadOnlyList<ApiResource> ReadResources(string group, string version, JsonElement answer) =>
        [.. answer.List("resources")
            .Where(item => item.Text("name") is { Length: > 0 } name && !name.Contains('/', StringComparison.Ordinal))
            .Select(item => ReadResource(group, version, item))];

    private static (string Group, IReadOnlyList<string> Versions) ReadGroup(JsonElement item)
    {
        var preferred = item.Child("preferredVersion").Text("version");
        var versions = item.List("versions")
            .Select(version => version.Text("version"))
            .OrderByDescending(version => version == preferred)
            .ToArray();
        return (item.Text("name"), versions);
    }

    private static ApiResource ReadResource(string group, string version, JsonElement item) =>
        new(group, version, item.Text("name"), item.Text("kind"), item.Flag("namespaced"), item.Texts("verbs"))
        {
            ShortNames = item.Texts("shortNames"),
            Singular = item.Text("singularName"),
        };
}
