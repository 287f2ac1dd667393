using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Activities.Volumes.Snapshots.Groups;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Placing;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Durable;
using Workflows.Kubernetes;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>
/// Makes a claim's VolumeSnapshot where one can be taken, or finds the one that an earlier attempt made; of a claim in a
/// group, the group's VolumeGroupSnapshot, whichever of its claims comes first. Where none can be
/// taken, the reason is the answer: that is no failure of the activity.
/// </summary>
public sealed class TakeSnapshotActivity(ActivityServices services) : Activity<ClaimMove, SnapshotStart>
{
    /// <inheritdoc/>
    public override async Task<SnapshotStart> RunAsync(
        ActivityContext context, ClaimMove input, CancellationToken cancellationToken)
    {
        var cluster = new SnapshotCluster(new(services.Clusters.Get(input.Run.Cluster)));
        if (await VolumeDocuments.Create(services, input.Run).IsStoppedAsync(cancellationToken))
        {
            return new("The run ended before its turn came.");
        }

        var group = input.Planned.Group is null ? null : new GroupSnapshot(cluster, input);
        if (group is null
            ? await cluster.FindSnapshotAsync(input, cancellationToken) is not null
            : await group.IsTakenAsync(cancellationToken))
        {
            return SnapshotStart.Done;
        }

        var (ns, name) = (input.Planned.Claim.Namespace, input.Planned.Claim.Name);
        if (await cluster.Objects.FindAsync(ClusterKinds.Claims, ns, name, cancellationToken) is not { } claim)
        {
            return new("There is no such claim in the cluster any more.");
        }

        if (input.Planned.Uid is { } uid && claim["metadata"]!["uid"]!.GetValue<string>() != uid)
        {
            return new("It was deleted and made anew while the backup ran.");
        }

        if (PlacementRule.ForSnapshot(claim, isMoved: input.ReadsClone).Refusal is { } unfit)
        {
            return new(unfit);
        }

        return group is null
            ? await TakeAsync(cluster, input, claim, cancellationToken)
            : await group.TakeAsync(cancellationToken);
    }

    private static async Task<SnapshotStart> TakeAsync(
        SnapshotCluster cluster, ClaimMove input, JsonObject claim, CancellationToken cancellationToken)
    {
        var choice = await ChooseClassAsync(cluster, claim, cancellationToken);
        if (choice.Refusal is { } refusal)
        {
            return new(refusal);
        }

        try
        {
            await cluster.Objects.CreateAsync(
                SnapshotKinds.Snapshots, input.Planned.Claim.Namespace, SnapshotObjects.Taken(input, choice.Class!), cancellationToken);
            return SnapshotStart.Done;
        }
        catch (KubernetesApiException refused) when (refused.IsForbidden || refused.IsInvalid)
        {
            return new($"The cluster refuses its VolumeSnapshot: {refused.ServerMessage}");
        }
    }

    private static async Task<SnapshotClassChoice> ChooseClassAsync(
        SnapshotCluster cluster, JsonObject claim, CancellationToken cancellationToken)
    {
        var volumeName = claim["spec"]!["volumeName"]?.GetValue<string>();
        var volume = volumeName is null
            ? null
            : await cluster.Objects.FindAsync(ClusterKinds.Volumes, null, volumeName, cancellationToken);
        return volume is null || VolumeDriver.Of(volume) is not { } driver
            ? new(null, $"Its volume {volumeName} is of no CSI driver, and only those take snapshots. Move its files instead.")
            : await cluster.FindClassesAsync(cancellationToken) is not { } classes
                ? new(null, $"The cluster knows no snapshots ({SnapshotObjects.Group}/v1): its driver, {driver}, needs the snapshot "
                    + "controller and its CRDs.")
                : SnapshotClassRule.Choose(driver, claim, classes);
    }
}
