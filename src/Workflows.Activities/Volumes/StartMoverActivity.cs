using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Jobs;
using Workflows.Core.Volumes.Placing;
using Workflows.Durable;
using Workflows.Kubernetes;
using Workflows.Orchestrations.Volumes;
using Workflows.Volumes.Manifests;

namespace Workflows.Activities.Volumes;

/// <summary>
/// Makes a claim's Job where the claim can be moved, or finds the one that an earlier attempt made. Where the claim
/// can't be moved, the reason is the answer: that is no failure of the activity.
/// </summary>
public sealed class StartMoverActivity(ActivityServices services) : Activity<ClaimMove, MoverStart>
{
    private static readonly MoverStart Stopped = new("The run ended before its turn came.");

    /// <inheritdoc/>
    public override async Task<MoverStart> RunAsync(
        ActivityContext context, ClaimMove input, CancellationToken cancellationToken)
    {
        var cluster = new MoverCluster(services.Clusters.Get(input.Run.Cluster));
        var ns = input.Mounted.Namespace;
        var documents = VolumeDocuments.Create(services, input.Run);
        if (await documents.IsStoppedAsync(cancellationToken))
        {
            return Stopped;
        }

        if (await cluster.FindAsync(ClusterKinds.Jobs, ns, input.Job, cancellationToken) is not null)
        {
            return MoverStart.Done;
        }

        if (input.Run.Settings.Image is null)
        {
            return new("Its files are to be moved, and no image of the mover is named that would do it.");
        }

        var claim = await cluster.FindAsync(ClusterKinds.Claims, ns, input.Mounted.Name, cancellationToken);
        if (await WhyNotAsync(input, claim, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var placement = await PlaceAsync(cluster, input, claim!, cancellationToken);
        if (placement.Where.Refusal is { } unfit)
        {
            return new(unfit);
        }

        try
        {
            if (input.Run.Task is MoverTask.Restore)
            {
                await cluster.NoteFilledAsync(input, cancellationToken);
            }

            await cluster.CreateJobAsync(
                MoverJob.Build(await SpecOfAsync(input, placement, cancellationToken)), ns, cancellationToken);
        }
        catch (KubernetesApiException refused) when (refused.IsForbidden || refused.IsInvalid)
        {
            return new($"The cluster refuses its mover's Job: {refused.ServerMessage}");
        }

        // Who stops a run says so first and then deletes its Jobs: one that it did not see is deleted here.
        if (await documents.IsStoppedAsync(cancellationToken))
        {
            await cluster.DeleteJobAsync(ns, input.Job, cancellationToken);
            return Stopped;
        }

        return MoverStart.Done;
    }

    private async Task<MoverStart?> WhyNotAsync(ClaimMove move, JsonObject? claim, CancellationToken cancellationToken)
    {
        if (claim is null)
        {
            return new("There is no such claim in the cluster any more.");
        }

        if (move.Run.Task is MoverTask.Backup)
        {
            return !move.ReadsClone && move.Planned.Uid is { } uid && claim["metadata"]?["uid"]?.GetValue<string>() != uid
                ? new("It was deleted and made anew while the backup ran.")
                : null;
        }

        // What somebody else's claim holds is not to be written over, whatever it is; nor what people made since of one
        // that an earlier run of the restore's name has filled.
        if (!RestoreOrigins.IsSurelyCreatedBy(move.Run.Restore!, claim))
        {
            return new("The claim was there before this restore: its data stays as it is.") { IsSkipped = true };
        }

        if (FilledBy(claim) is { } filled && filled != move.Run.Uid.ToString("D"))
        {
            return new("An earlier restore of this name wrote its data, which stays as it is now.") { IsSkipped = true };
        }

        var store = services.Stores.Get(move.Run.Store);
        return await new VolumeCatalog(store).FindAsync(move.Planned.Record, cancellationToken) is null
            ? new($"The backup of its data, {move.Planned.Record}, is not in the store any more.")
            : null;
    }

    private static string? FilledBy(JsonObject claim) =>
        claim["metadata"]?["annotations"]?[MoverLabels.FilledBy]?.GetValue<string>();

    private static async Task<(Placement Where, IReadOnlyList<Toleration> Borne)> PlaceAsync(
        MoverCluster cluster, ClaimMove move, JsonObject claim, CancellationToken cancellationToken)
    {
        if (move.ReadsClone)
        {
            return (PlacementRule.ForClone(claim), []);
        }

        var pods = await cluster.ListAsync(
            ClusterKinds.Pods, move.Planned.Claim.Namespace, null, null, cancellationToken);
        var placement = move.Run.Task is MoverTask.Backup
            ? PlacementRule.ForBackup(claim, pods)
            : PlacementRule.ForRestore(claim, pods);
        return placement.Node is { } name && await FindNodeAsync(cluster, name, cancellationToken) is { } node
            ? PlacementRule.WhyNotOn(node) is { } unfit ? (Placement.Refuse(unfit), []) : (placement, Toleration.Of(node))
            : (placement, []);
    }

    /// <summary>Who may not read nodes does without what they want borne.</summary>
    private static async Task<JsonObject?> FindNodeAsync(
        MoverCluster cluster, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.FindAsync(ClusterKinds.Nodes, null, name, cancellationToken);
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            return null;
        }
    }

    private async Task<MoverJobSpec> SpecOfAsync(
        ClaimMove move, (Placement Where, IReadOnlyList<Toleration> Borne) placement, CancellationToken cancellationToken)
    {
        var store = ClaimStore.Open(services, move);
        if (move.Run.Task is MoverTask.Backup)
        {
            await store.CreateAsync(cancellationToken);
        }

        var grant = await store.GrantAsync(cancellationToken);
        return new()
        {
            Task = move.Run.Task,
            Claim = move.Planned.Claim,
            Mounted = move.Mounted,
            Run = move.Run.Uid,
            Backup = move.Run.Backup,
            Restore = move.Run.Restore,
            Store = move.Run.Store,
            StoreFolder = grant.Folder,
            Node = placement.Where.Node,
            Tolerations = placement.Borne,
            Settings = move.Run.Settings,
        };
    }
}
