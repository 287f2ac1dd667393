using Workflows.Activities.Volumes.Moving;
using Workflows.Activities.Volumes.Snapshots.Groups;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Durable;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>
/// Looks at a snapshot once. Its content is labelled as soon as it is there; of a snapshot that the backup keeps it is made
/// one that outlives its VolumeSnapshot, before the snapshot counts as ready: whoever deletes the namespace deletes no backup.
/// </summary>
public sealed class LookAtSnapshotActivity(ActivityServices services) : Activity<ClaimMove, SnapshotReport>
{
    /// <inheritdoc/>
    public override async Task<SnapshotReport> RunAsync(
        ActivityContext context, ClaimMove input, CancellationToken cancellationToken)
    {
        if (await VolumeDocuments.Create(services, input.Run).IsStoppedAsync(cancellationToken))
        {
            return new(SnapshotPhase.Gone, "The run ended before it was ready.");
        }

        var cluster = new SnapshotCluster(new(services.Clusters.Get(input.Run.Cluster)));
        if (input.Planned.Group is not null)
        {
            return await new GroupSnapshot(cluster, input).LookAsync(cancellationToken);
        }

        var snapshot = await cluster.FindSnapshotAsync(input, cancellationToken);
        var content = snapshot is null
            ? null
            : await cluster.FindContentOfAsync(snapshot, cancellationToken);
        if (content is not null)
        {
            await cluster.MarkContentAsync(
                content, input, input.ReadsClone ? null : SnapshotObjects.Retain, cancellationToken);
        }

        var sight = SnapshotRadar.Look(snapshot, content);
        return new(sight.Phase, LastWords.Cut(sight.Reason)) { Snapshot = sight.Snapshot };
    }
}
