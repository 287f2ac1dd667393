using Workflows.Core.Resources;

namespace Workflows.Core.Backups;

/// <summary>One list of a part: a kind, in one namespace or in all.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version that is read.</param>
/// <param name="Plural">The plural of the URL.</param>
/// <param name="Kind">The kind of the objects, which list items lack.</param>
/// <param name="Namespaced">Whether the objects live in namespaces.</param>
/// <param name="Namespace">The namespace to list; null lists the whole cluster.</param>
public sealed record CaptureSlice(
    string Group, string Version, string Plural, string Kind, bool Namespaced, string? Namespace)
{
    /// <summary>
    /// Whether only the names that the plan's scope lists for this kind are kept: objects of the cluster that are
    /// captured because something in a selected namespace refers to them.
    /// </summary>
    public bool NamedOnly { get; init; }

    /// <summary>
    /// Whether the kind is served from elsewhere (an aggregated API with an etcd of its own), so that the backup's
    /// revision means nothing to it: it is then read as it is, and the report says so.
    /// </summary>
    public bool OwnRevision { get; init; }

    public ApiResource ToResource() => new(Group, Version, Plural, Kind, Namespaced, ["list"]);

    public static CaptureSlice Of(ApiResource resource, string? ns)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new(resource.Group, resource.Version, resource.Plural, resource.Kind, resource.Namespaced, ns);
    }
}
