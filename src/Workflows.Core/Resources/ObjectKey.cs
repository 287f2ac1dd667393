namespace Workflows.Core.Resources;

/// <summary>What tells one object of a cluster from every other: its resource, namespace and name.</summary>
/// <param name="Resource">Plural and group.</param>
/// <param name="Namespace">The namespace; null for an object of the cluster.</param>
/// <param name="Name">The object's name.</param>
public readonly record struct ObjectKey(GroupResource Resource, string? Namespace, string Name)
{
    public override string ToString() =>
        Namespace is null ? $"{Resource}/{Name}" : $"{Resource}/{Namespace}/{Name}";
}
