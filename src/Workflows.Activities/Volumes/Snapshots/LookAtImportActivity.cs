using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Durable;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>
/// Looks once at a claim that is filled from a snapshot. It is ready when it is bound; or when it can be and waits for its
/// first pod, which comes with the workloads.
/// </summary>
public sealed class LookAtImportActivity(ActivityServices services) : Activity<ClaimMove, SnapshotReport>
{
    /// <inheritdoc/>
    public override async Task<SnapshotReport> RunAsync(
        ActivityContext context, ClaimMove input, CancellationToken cancellationToken)
    {
        var cluster = new SnapshotCluster(new(services.Clusters.Get(input.Run.Cluster)));
        var name = input.Planned.Claim;
        if (await cluster.Objects.FindAsync(ClusterKinds.Claims, name.Namespace, name.Name, cancellationToken) is not { } claim)
        {
            return new(SnapshotPhase.Gone, "Somebody deleted the claim before it was filled.");
        }

        if (FilledClaim.IsBound(claim))
        {
            return Ready(input);
        }

        var snapshot = await cluster.FindSnapshotAsync(input, cancellationToken);
        var content = await cluster.FindContentAsync(input.SnapshotName, cancellationToken);
        var sight = SnapshotRadar.Look(snapshot, content);
        if (sight.Phase is not SnapshotPhase.Ready)
        {
            return new(sight.Phase, LastWords.Cut(sight.Reason));
        }

        return await FilledClaim.WaitsForPodAsync(cluster.Objects, claim, cancellationToken)
            ? Ready(input)
            : new(SnapshotPhase.Taking, LastWords.Cut(await FilledClaim.ComplaintAsync(cluster.Objects, name, cancellationToken)));
    }

    private static SnapshotReport Ready(ClaimMove move) =>
        new(SnapshotPhase.Ready, null) { Snapshot = move.Planned.Snapshot };
}
