using Workflows.Core.Backups;
using Workflows.Core.Resources;

namespace Workflows.Activities.Restores.Planning;

/// <summary>One object to restore: what it is, and where its bytes lie.</summary>
/// <param name="Resource"><c>plural.group</c>.</param>
/// <param name="Namespace">Its namespace in the backup; null for an object of the cluster.</param>
/// <param name="Name">Its name.</param>
/// <param name="ApiVersion">
/// The version to write it in: as archived if the cluster serves that, else the one that the cluster prefers.
/// </param>
/// <param name="Kind">Its kind.</param>
/// <param name="Location">
/// Where the archive has it; null for a namespace that objects need and the backup does not hold.
/// </param>
public sealed record ChunkItem(
    string Resource, string? Namespace, string Name, string ApiVersion, string Kind, ObjectLocation? Location)
{
    public ObjectKey Key => new(GroupResource.Parse(Resource), Namespace, Name);
}
