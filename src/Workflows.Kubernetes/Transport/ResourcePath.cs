using System.Text;
using Workflows.Core.Resources;

namespace Workflows.Kubernetes.Transport;

/// <summary>
/// Builds the path of a resource. Names may come from a hostile archive: one that would leave its place in the path
/// is refused, by the rule the server itself has for path segments (apimachinery, <c>IsValidPathSegmentName</c>).
/// </summary>
internal sealed class ResourcePath
{
    private readonly StringBuilder text = new();
    private readonly RequestTarget target;
    private char separator = '?';

    private ResourcePath(RequestTarget target) => this.target = target;

    /// <summary>The path of the collection: one namespace's, or with no namespace all of it.</summary>
    public static ResourcePath Collection(ApiResource resource, string? ns, RequestTarget target)
    {
        if (ns is not null && !resource.Namespaced)
            throw new InvalidRequestException(target, $"{resource.GroupResource} does not live in namespaces");
        var path = GroupVersion(resource.Group, resource.Version, target);
        if (ns is not null)
            path.Add("namespaces").Add(ns);
        return path.Add(resource.Plural);
    }

    /// <summary>The path of a group version, where its discovery is.</summary>
    public static ResourcePath GroupVersion(string group, string version, RequestTarget target)
    {
        var path = new ResourcePath(target);
        return (group.Length == 0 ? path.Add("api") : path.Add("apis").Add(group)).Add(version);
    }

    /// <summary>The path of one object.</summary>
    public static ResourcePath Object(
        ApiResource resource, string? ns, string name, string? subresource, RequestTarget target)
    {
        var path = InNamespace(resource, ns, target).Add(name);
        return subresource is null ? path : path.Add(subresource);
    }

    /// <summary>The path of the collection that objects are created in: a namespace is needed where there are any.</summary>
    public static ResourcePath InNamespace(ApiResource resource, string? ns, RequestTarget target) =>
        ns is null && resource.Namespaced
            ? throw new InvalidRequestException(target, $"{resource.GroupResource} needs a namespace")
            : Collection(resource, ns, target);

    public ResourcePath Query(string name, string? value)
    {
        if (value is null)
            return this;
        text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
        separator = '&';
        return this;
    }

    public override string ToString() => text.ToString();

    private ResourcePath Add(string segment)
    {
        if (segment is "" or "." or ".." || segment.AsSpan().IndexOfAny('/', '%') >= 0 || !IsText(segment))
            throw new InvalidRequestException(target, "a name is empty, '.', '..', or holds '/' or '%'");
        text.Append('/').Append(Uri.EscapeDataString(segment));
        return this;
    }

    private static bool IsText(string segment)
    {
        for (var i = 0; i < segment.Length; i++)
        {
            if (char.IsControl(segment[i]) || (char.IsSurrogate(segment[i]) && !IsPair(segment, ref i)))
                return false;
        }

        return true;
    }

    private static bool IsPair(string text, ref int i) =>
        char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i]);
}
