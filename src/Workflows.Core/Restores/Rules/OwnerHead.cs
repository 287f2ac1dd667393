namespace Workflows.Core.Restores.Rules;

/// <summary>An entry of <c>metadata.ownerReferences</c>, as far as a restore looks at it.</summary>
/// <param name="ApiVersion">For example <c>apps/v1</c>.</param>
/// <param name="Kind">For example <c>ReplicaSet</c>.</param>
/// <param name="Name">The owner's name; it is in the same namespace, or of the cluster.</param>
/// <param name="Uid">The owner's uid in the cluster that was backed up.</param>
public sealed record OwnerHead(string ApiVersion, string Kind, string Name, string Uid)
{
    /// <summary>The owner's API group; empty for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/') is var slash and >= 0 ? ApiVersion[..slash] : "";
}
