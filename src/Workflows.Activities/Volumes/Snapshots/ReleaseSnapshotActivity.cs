using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Durable;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>
/// Removes a claim's clone and its VolumeSnapshot. With a snapshot that is kept only its content stays, labelled, by which
/// it is found and removed when the backup is deleted; else the snapshot goes too. The caller asks until all is gone.
/// </summary>
public sealed class ReleaseSnapshotActivity(ActivityServices services) : Activity<ReleaseInput, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, ReleaseInput input, CancellationToken cancellationToken)
    {
        var move = input.Move;
        var cluster = new SnapshotCluster(new(services.Clusters.Get(move.Run.Cluster)));
        var isGone = await RemoveCloneAsync(cluster, move, cancellationToken);
        if (move.ImportsSnapshot && !await cluster.RemoveImportAsync(move.Mounted.Namespace, move.SnapshotName, cancellationToken))
        {
            return false;
        }

        if (move.Planned.Group is not null)
        {
            // The snapshot is its group's, and goes with that or stays.
            return isGone;
        }

        if (await cluster.FindSnapshotAsync(move, cancellationToken) is { } snapshot)
        {
            await RemoveSnapshotAsync(cluster, input, snapshot, cancellationToken);
            return false;
        }

        if (input.Keeps)
        {
            return isGone;
        }

        // The controller deletes it with its VolumeSnapshot, unless that was gone already.
        var contents = await cluster.ListContentsAsync(SnapshotLabels.SelectClaim(move), cancellationToken);
        foreach (var content in contents)
        {
            await cluster.DeleteWithSnapshotAsync(content, cancellationToken);
        }

        return isGone && contents.Count == 0;
    }

    private static async Task<bool> RemoveCloneAsync(
        SnapshotCluster cluster, ClaimMove move, CancellationToken cancellationToken)
    {
        if (!move.ReadsClone
            || await cluster.Objects.FindAsync(ClusterKinds.Claims, move.Mounted.Namespace, move.Mounted.Name, cancellationToken) is null)
        {
            return true;
        }

        await cluster.Objects.DeleteAsync(ClusterKinds.Claims, move.Mounted.Namespace, move.Mounted.Name, cancellationToken);
        return false;
    }

    /// <summary>What becomes of the snapshot is said first: when its VolumeSnapshot is deleted the controller acts upon it.</summary>
    private static async Task RemoveSnapshotAsync(
        SnapshotCluster cluster, ReleaseInput input, JsonObject snapshot, CancellationToken cancellationToken)
    {
        if (await cluster.FindContentOfAsync(snapshot, cancellationToken) is { } content)
        {
            await cluster.MarkContentAsync(
                content, input.Move, input.Keeps ? SnapshotObjects.Retain : SnapshotObjects.Delete, cancellationToken);
        }

        await cluster.DeleteSnapshotAsync(snapshot, cancellationToken);
    }
}
