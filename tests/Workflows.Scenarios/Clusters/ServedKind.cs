namespace Workflows.Scenarios.Clusters;

/// <summary>A kind that a cluster serves and that can be listed, in the group's preferred version.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version.</param>
/// <param name="Plural">The plural of the URL.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Namespaced">Whether its objects live in namespaces.</param>
public sealed record ServedKind(string Group, string Version, string Plural, string Kind, bool Namespaced)
{
    /// <summary>As archives and people name it: <c>plural</c> or <c>plural.group</c>.</summary>
    public string Resource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public string PathIn(string? ns) =>
        (Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}")
        + (ns is null ? "" : $"/namespaces/{ns}")
        + $"/{Plural}";
}
