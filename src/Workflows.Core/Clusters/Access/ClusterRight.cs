using Workflows.Core.Resources;

namespace Workflows.Core.Clusters.Access;

/// <summary>Something that a rule of RBAC grants.</summary>
/// <param name="Verb">The verb: <c>list</c>, <c>create</c>, …</param>
/// <param name="Resource">The resource.</param>
/// <param name="Namespaced">Whether its objects are in namespaces.</param>
public sealed record ClusterRight(string Verb, GroupResource Resource, bool Namespaced)
{
    /// <summary>The subresource: <c>exec</c> of pods; null for the resource itself.</summary>
    public string? Subresource { get; init; }

    /// <summary>As a rule names it: <c>get pods/exec</c>, <c>list deployments.apps</c>.</summary>
    public override string ToString() => Subresource is null
        ? $"{Verb} {Resource}"
        : $"{Verb} {new GroupResource($"{Resource.Plural}/{Subresource}", Resource.Group)}";
}
