using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Activities.Volumes.Snapshots.Groups;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>
/// Removes what dead runs left of snapshots: clones, VolumeSnapshots and contents; and the snapshots themselves where they
/// belong to no backup. What a restore left goes once its claim needs it no more, and never takes a snapshot with it.
/// </summary>
internal sealed class SnapshotSweep(SnapshotCluster cluster, RunLife runs, string store)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await GroupCluster.FindAsync(cluster, cancellationToken) is { } groups)
        {
            await new GroupSweep(groups, runs, store).RunAsync(cancellationToken);
        }

        var labels = SnapshotLabels.SelectStore(store);
        foreach (var clone in await DeadAsync(cluster.ListClonesAsync(labels, cancellationToken), cancellationToken))
        {
            await cluster.Objects.DeleteAsync(
                ClusterKinds.Claims, NamespaceOf(clone), SnapshotCluster.NameOf(clone), cancellationToken);
        }

        foreach (var snapshot in await DeadAsync(cluster.ListSnapshotsAsync(labels, cancellationToken), cancellationToken))
        {
            if (!IsOfRestore(snapshot))
            {
                await RemoveAsync(snapshot, cancellationToken);
            }
            else if (!await IsNeededAsync(snapshot, cancellationToken))
            {
                await cluster.DeleteSnapshotAsync(snapshot, cancellationToken);
            }
        }

        foreach (var content in await DeadAsync(cluster.ListContentsAsync(labels, cancellationToken), cancellationToken))
        {
            await RemoveContentAsync(content, cancellationToken);
        }
    }

    private static bool IsOfRestore(JsonObject made) => made["metadata"]!["labels"]?[MoverLabels.Restore] is not null;

    private static string NamespaceOf(JsonObject obj) => obj["metadata"]!["namespace"]!.GetValue<string>();

    private async Task<IReadOnlyList<JsonObject>> DeadAsync(
        Task<IReadOnlyList<JsonObject>> listing, CancellationToken cancellationToken)
    {
        var dead = new List<JsonObject>();
        foreach (var made in await listing)
        {
            if (!await runs.IsAliveAsync(made, cancellationToken))
            {
                dead.Add(made);
            }
        }

        return dead;
    }

    /// <summary>A backup that was made keeps its snapshot; what else a backup's run left goes with it.</summary>
    private async Task RemoveAsync(JsonObject snapshot, CancellationToken cancellationToken)
    {
        var content = await cluster.FindContentOfAsync(snapshot, cancellationToken);
        if (content is not null && !await IsKeptAsync(content, snapshot, cancellationToken))
        {
            await cluster.TakeAlongAsync(content, cancellationToken);
        }

        await cluster.DeleteSnapshotAsync(snapshot, cancellationToken);
    }

    private async Task RemoveContentAsync(JsonObject content, CancellationToken cancellationToken)
    {
        var reference = content["spec"]!["volumeSnapshotRef"]!;
        if (await cluster.Objects.FindAsync(
            SnapshotKinds.Snapshots,
            reference["namespace"]!.GetValue<string>(),
            reference["name"]!.GetValue<string>(),
            cancellationToken) is not null)
        {
            // It follows, or stays as long as that does.
            return;
        }

        if (IsOfRestore(content))
        {
            await cluster.Objects.DeleteAsync(SnapshotKinds.Contents, null, SnapshotCluster.NameOf(content), cancellationToken);
        }
        else if (!await IsKeptAsync(content, content, cancellationToken))
        {
            await cluster.DeleteWithSnapshotAsync(content, cancellationToken);
        }
    }

    /// <summary>Only what a backup keeps was made to outlive its VolumeSnapshot.</summary>
    private async Task<bool> IsKeptAsync(JsonObject content, JsonObject made, CancellationToken cancellationToken) =>
        SnapshotCluster.PolicyOf(content) == SnapshotObjects.Retain && await runs.MayHaveBackupAsync(made, cancellationToken);

    /// <summary>Whether a claim still waits to be filled from it.</summary>
    private async Task<bool> IsNeededAsync(JsonObject snapshot, CancellationToken cancellationToken)
    {
        var claim = snapshot["metadata"]!["annotations"]?[MoverLabels.Claim]?.GetValue<string>() is { } name
            ? await cluster.Objects.FindAsync(ClusterKinds.Claims, NamespaceOf(snapshot), name, cancellationToken)
            : null;
        return claim is not null
            && SnapshotObjects.IsFilledFrom(claim, SnapshotCluster.NameOf(snapshot))
            && !FilledClaim.IsBound(claim);
    }
}
