using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Activities.Volumes.Snapshots.Groups;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Durable;
using Workflows.Kubernetes;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>
/// Makes an archived snapshot known to the cluster, by a content and a VolumeSnapshot that stand for it: the claim that the
/// restore created names that VolumeSnapshot, and waits for it. Where the claim is not the restore's, nothing is made.
/// </summary>
public sealed class ImportSnapshotActivity(ActivityServices services) : Activity<ClaimMove, SnapshotStart>
{
    /// <inheritdoc/>
    public override async Task<SnapshotStart> RunAsync(
        ActivityContext context, ClaimMove input, CancellationToken cancellationToken)
    {
        if (await VolumeDocuments.Create(services, input.Run).IsStoppedAsync(cancellationToken))
        {
            return new("The run ended before its turn came.");
        }

        var cluster = new MoverCluster(services.Clusters.Get(input.Run.Cluster));
        var (ns, name) = (input.Planned.Claim.Namespace, input.Planned.Claim.Name);
        if (await cluster.FindAsync(ClusterKinds.Claims, ns, name, cancellationToken) is not { } claim)
        {
            return new("There is no such claim in the cluster.");
        }

        if (!RestoreOrigins.IsSurelyCreatedBy(input.Run.Restore!, claim)
            || !SnapshotObjects.IsFilledFrom(claim, input.SnapshotName))
        {
            return new("The claim was there before this restore: its data stays as it is.") { IsSkipped = true };
        }

        try
        {
            await GroupStub.MakeAsync(new(cluster), input, input.Planned.Snapshot!, cancellationToken);
            await cluster.CreateAsync(
                SnapshotKinds.Contents, null, SnapshotObjects.ImportedContent(input, input.Planned.Snapshot!), cancellationToken);
            await cluster.CreateAsync(SnapshotKinds.Snapshots, ns, SnapshotObjects.Imported(input), cancellationToken);
            return SnapshotStart.Done;
        }
        catch (KubernetesApiException refused) when (refused.IsForbidden || refused.IsInvalid || refused.IsNotFound)
        {
            return new($"The cluster refuses the VolumeSnapshot that its data is to come from: {refused.ServerMessage}");
        }
    }
}
