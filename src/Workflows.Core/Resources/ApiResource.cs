namespace Workflows.Core.Resources;

/// <summary>One resource as a server's discovery describes it, at its preferred version.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version to read and write, for example <c>v1</c>.</param>
/// <param name="Plural">The plural of the URL.</param>
/// <param name="Kind">The kind of its objects.</param>
/// <param name="Namespaced">Whether its objects live in namespaces.</param>
/// <param name="Verbs">What the server allows on it: <c>list</c>, <c>create</c> and so on.</param>
public sealed record ApiResource(
    string Group,
    string Version,
    string Plural,
    string Kind,
    bool Namespaced,
    IReadOnlyList<string> Verbs)
{
    /// <summary>Every version of the group that serves this resource, the preferred one first.</summary>
    public IReadOnlyList<string> ServedVersions { get; init; } = [Version];

    /// <summary>Short names such as <c>po</c>, which filters accept too.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>The singular, which filters accept too; empty where the server names none.</summary>
    public string Singular { get; init; } = "";

    public GroupResource GroupResource => new(Plural, Group);

    /// <summary>The value of <c>apiVersion</c> in its objects: <c>v1</c>, <c>apps/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The <c>apiVersion</c> to write an object in: its own if it is served, else the preferred one.</summary>
    public string VersionFor(string apiVersion)
    {
        ArgumentNullException.ThrowIfNull(apiVersion);
        return ServedVersions.Contains(VersionOf(apiVersion), StringComparer.Ordinal) ? apiVersion : ApiVersion;
    }

    /// <summary>The version in an <c>apiVersion</c>: <c>v1</c> of <c>apps/v1</c>.</summary>
    public static string VersionOf(string apiVersion)
    {
        ArgumentNullException.ThrowIfNull(apiVersion);
        return apiVersion[(apiVersion.LastIndexOf('/') + 1)..];
    }

    /// <summary>A resource as far as one of its objects tells: what it takes to address others of its kind.</summary>
    /// <param name="obj">The object's key.</param>
    /// <param name="apiVersion">Its <c>apiVersion</c>.</param>
    /// <param name="kind">Its kind.</param>
    public static ApiResource OfObject(ObjectKey obj, string apiVersion, string kind)
    {
        return new(
            obj.Resource.Group, VersionOf(apiVersion), obj.Resource.Plural, kind, obj.Namespace is not null, []);
    }

    public bool Allows(string verb) => Verbs.Contains(verb, StringComparer.Ordinal);
}
