using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Core.Volumes.Snapshots.Groups;

namespace Workflows.Activities.Volumes.Snapshots.Groups;

/// <summary>
/// Makes the snapshot of a group known to a cluster in which a claim is filled from a member of it: where the driver tells of
/// its snapshots which group they are of, the snapshot controller looks that up before it takes one for ready.
/// </summary>
internal static class GroupStub
{
    /// <summary>Makes it where the cluster knows groups and not this one; a driver without groups tells of none.</summary>
    public static async Task MakeAsync(
        SnapshotCluster single, ClaimMove move, ArchivedSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Group is null || await GroupCluster.FindAsync(single, cancellationToken) is not { } cluster)
        {
            return;
        }

        var contents = await cluster.ListContentsAsync(labels: null, cancellationToken);
        if (!contents.Any(content => GroupObjects.HandleOf(content) == snapshot.Group))
        {
            await cluster.CreateContentAsync(GroupObjects.Stub(move, snapshot, cluster.Version), cancellationToken);
        }
    }

    /// <summary>Removes it; true where none is left.</summary>
    public static async Task<bool> RemoveAsync(
        SnapshotCluster single, ClaimMove move, CancellationToken cancellationToken)
    {
        if (move.Planned.Snapshot?.Group is null
            || await GroupCluster.FindAsync(single, cancellationToken) is not { } cluster
            || await cluster.FindContentAsync(move.SnapshotName, cancellationToken) is null)
        {
            return true;
        }

        await cluster.DeleteContentAsync(move.SnapshotName, cancellationToken);
        return false;
    }
}
