using System.Text;
using Workflows.Core.Resources;

namespace Workflows.Kubernetes;

/// <summary>What a request was about, in the words of its error messages.</summary>
/// <param name="Verb">The API verb: <c>get</c>, <c>list</c>, <c>create</c> and so on.</param>
/// <param name="Resource">The resource; null for a request that is about none (version, discovery).</param>
/// <param name="Namespace">The namespace; null for the cluster, or for all namespaces.</param>
/// <param name="Name">The object's name; null for a collection.</param>
public sealed record RequestTarget(string Verb, GroupResource? Resource, string? Namespace, string? Name)
{
    public override string ToString()
    {
        var text = new StringBuilder(Verb);
        if (Resource is { } resource)
            text.Append(' ').Append(resource.ToString());
        if (Name is not null)
            text.Append(" '").Append(Name).Append('\'');
        if (Namespace is not null)
            text.Append(" in namespace '").Append(Namespace).Append('\'');
        return text.ToString();
    }
}
