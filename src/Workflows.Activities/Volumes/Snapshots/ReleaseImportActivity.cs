using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Snapshots.Groups;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Durable;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>
/// Removes the VolumeSnapshot and the content that a claim was filled by, once it is; the snapshot itself belongs to the
/// backup. A claim that still waits, for its first pod or for whoever provisions it, needs them: a later run removes them.
/// </summary>
public sealed class ReleaseImportActivity(ActivityServices services) : Activity<ClaimMove, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, ClaimMove input, CancellationToken cancellationToken)
    {
        var cluster = new SnapshotCluster(new(services.Clusters.Get(input.Run.Cluster)));
        var name = input.Planned.Claim;
        var claim = await cluster.Objects.FindAsync(ClusterKinds.Claims, name.Namespace, name.Name, cancellationToken);
        if (claim is not null && SnapshotObjects.IsFilledFrom(claim, input.SnapshotName) && !FilledClaim.IsBound(claim))
        {
            return true;
        }

        return await cluster.RemoveImportAsync(name.Namespace, input.SnapshotName, cancellationToken)
            && await GroupStub.RemoveAsync(cluster, input, cancellationToken);
    }
}
