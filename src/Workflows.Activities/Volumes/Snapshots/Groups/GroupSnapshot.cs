using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Core.Volumes.Snapshots.Groups;
using Workflows.Kubernetes;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots.Groups;

/// <summary>
/// A claim's part in the snapshot of its group. Whichever of its claims comes first has it taken; whichever sees first that
/// it is ready has all members' contents labelled and made to outlive it, and then removes it: as long as it is there, no
/// member may go its own way. From then on each claim has a content of its own, as after a snapshot of its own.
/// </summary>
internal sealed class GroupSnapshot(SnapshotCluster single, ClaimMove move)
{
    private readonly ClaimGroup group = move.Planned.Group!;
    private readonly GroupCluster cluster = new(single, move.Planned.Group!.Version);

    private string Namespace => move.Planned.Claim.Namespace;

    /// <summary>
    /// Whether the group's snapshot was begun. A VolumeGroupSnapshot is looked for first: it goes after the contents are
    /// labelled.
    /// </summary>
    public async Task<bool> IsTakenAsync(CancellationToken cancellationToken) =>
        await cluster.FindAsync(Namespace, group.Name, cancellationToken) is not null
        || await FindOwnAsync(cancellationToken) is not null;

    /// <summary>Has it taken; the reason where the cluster refuses.</summary>
    public async Task<SnapshotStart> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await cluster.CreateAsync(move, cancellationToken);
            return SnapshotStart.Done;
        }
        catch (KubernetesApiException refused) when (refused.IsForbidden || refused.IsInvalid || refused.IsNotFound)
        {
            return new($"The cluster refuses the VolumeGroupSnapshot of its group {group.Value}: {refused.ServerMessage}");
        }
    }

    public async Task<SnapshotReport> LookAsync(CancellationToken cancellationToken)
    {
        if (await cluster.FindAsync(Namespace, group.Name, cancellationToken) is { } taken
            && taken["metadata"]!["deletionTimestamp"] is null)
        {
            var content = await cluster.FindContentOfAsync(taken, cancellationToken);
            var members = content is null ? [] : await cluster.MembersAsync(taken, cancellationToken);
            var sight = GroupRadar.Look(taken, content, [.. members.Select(member => member.Sight)]);
            if (sight.Phase is not SnapshotPhase.Ready)
            {
                return new(sight.Phase, LastWords.Cut(sight.Reason));
            }

            await SeparateAsync(taken, content!, members, cancellationToken);
        }

        if (await FindOwnAsync(cancellationToken) is not { } own)
        {
            return new(
                SnapshotPhase.Gone,
                $"It is not in the snapshot of its group {group.Value}: somebody deleted that meanwhile, or the claim has lost its label.");
        }

        var found = SnapshotRadar.LookAtContent(own);
        return new(found.Phase, LastWords.Cut(found.Reason)) { Snapshot = found.Snapshot };
    }

    /// <summary>
    /// The group's own content stays as long as one of its members is kept: drivers delete them together, and the snapshot
    /// controller looks it up for each member that is used.
    /// </summary>
    private async Task SeparateAsync(
        JsonObject taken, JsonObject content, IReadOnlyList<GroupMember> members, CancellationToken cancellationToken)
    {
        foreach (var member in members)
        {
            await MarkAsync(member, content, cancellationToken);
        }

        await cluster.MarkContentAsync(
            content, SnapshotLabels.OfGroup(move.Run, group.Name), SnapshotObjects.Retain, cancellationToken);
        await cluster.DeleteAsync(taken, cancellationToken);
    }

    private async Task MarkAsync(GroupMember member, JsonObject groupContent, CancellationToken cancellationToken)
    {
        var claim = GroupRadar.ClaimOf(member.Snapshot)
            ?? await FindClaimAsync(GroupRadar.VolumeHandleOf(member.Content!, groupContent), cancellationToken);
        var metadata = claim is null
            ? SnapshotLabels.OfGroup(move.Run, group.Name)
            : SnapshotLabels.Of(move with { Planned = new(new(Namespace, claim), "", "") });
        metadata["labels"]![SnapshotLabels.Group] = group.Name;
        await single.MarkContentAsync(member.Content!, metadata, SnapshotObjects.Retain, cancellationToken);
    }

    /// <summary>The claim of this namespace whose volume the driver calls so.</summary>
    private async Task<string?> FindClaimAsync(string? volumeHandle, CancellationToken cancellationToken) => volumeHandle is null
        ? null
        : (await single.Objects.ListAsync(ClusterKinds.Volumes, null, null, null, cancellationToken))
            .Where(volume => volume["spec"]!["csi"]?["volumeHandle"]?.GetValue<string>() == volumeHandle)
            .Select(volume => volume["spec"]!["claimRef"])
            .Where(claim => claim?["namespace"]?.GetValue<string>() == Namespace)
            .Select(claim => claim!["name"]!.GetValue<string>())
            .FirstOrDefault();

    /// <summary>The content of this claim's snapshot in the group's, once they are labelled; not the one that stands for it elsewhere.</summary>
    private async Task<JsonObject?> FindOwnAsync(CancellationToken cancellationToken) =>
        (await single.Objects.ListAsync(
            SnapshotKinds.Contents,
            null,
            $"{SnapshotLabels.SelectClaim(move)},{SnapshotLabels.Group}={group.Name}",
            null,
            cancellationToken))
        .MinBy(SnapshotCluster.NameOf, StringComparer.Ordinal);
}
