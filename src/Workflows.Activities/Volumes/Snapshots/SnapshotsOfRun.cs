using Workflows.Activities.Volumes.Snapshots.Groups;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>The snapshots that a backup's run took and that no backup is going to name.</summary>
internal static class SnapshotsOfRun
{
    /// <summary>Has them deleted; who can't be reached now is swept by the next run from the same store.</summary>
    public static async Task AbandonAsync(SnapshotCluster cluster, Guid run, CancellationToken cancellationToken)
    {
        if (await GroupCluster.FindAsync(cluster, cancellationToken) is { } groups)
        {
            await new GroupRemover(groups).RemoveAsync(run, isKept: _ => false, cancellationToken);
        }

        foreach (var content in await cluster.ListContentsAsync(SnapshotLabels.SelectRun(run), cancellationToken))
        {
            await cluster.DeleteWithSnapshotAsync(content, cancellationToken);
        }
    }
}
