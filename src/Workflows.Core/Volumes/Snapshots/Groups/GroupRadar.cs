using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Snapshots.Groups;

/// <summary>Reads off a VolumeGroupSnapshot, its content and its members how far the snapshot of a group is.</summary>
public static class GroupRadar
{
    /// <summary>The content that the snapshot controller makes for a VolumeGroupSnapshot, by its naming where it does not say yet.</summary>
    public static string ExpectedContentOf(JsonObject group) =>
        group.Map("status").Text("boundVolumeGroupSnapshotContentName") is { Length: > 0 } name
            ? name
            : $"groupsnapcontent-{group.Map("metadata").Text("uid")}";

    /// <summary>Whether a content is that of a VolumeGroupSnapshot, which somebody may have written who has no right to contents.</summary>
    public static bool IsContentOf(JsonObject content, JsonObject group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var reference = content.Map("spec").Map("volumeGroupSnapshotRef");
        return reference.Text("namespace") == group.Namespace()
            && reference.Text("name") == group.Name()
            && reference.Text("uid") == group.Map("metadata").Text("uid");
    }

    /// <summary>Whether a VolumeSnapshot is one that the controller made for a member of a group.</summary>
    public static bool IsMemberOf(JsonObject snapshot, JsonObject group)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(group);
        var uid = group.Map("metadata").Text("uid");
        return snapshot.Map("metadata").List("ownerReferences").Maps()
            .Any(owner => owner.Text("kind") == "VolumeGroupSnapshot" && owner.Text("uid") == uid);
    }

    /// <summary>
    /// The claim that a member is of, where its VolumeSnapshot says so: the controller finds that out by the volume, and
    /// may not.
    /// </summary>
    public static string? ClaimOf(JsonObject snapshot) =>
        snapshot.Map("spec").Map("source").Text("persistentVolumeClaimName") is { Length: > 0 } name ? name : null;

    /// <summary>What the driver calls the volume that a member is of; null where that is not known.</summary>
    /// <param name="member">The member's content.</param>
    /// <param name="group">The group's content, which tells it where the member's does not.</param>
    public static string? VolumeHandleOf(JsonObject member, JsonObject group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var source = member.Map("spec").Map("source");
        var handle = member.Map("status").Text("snapshotHandle") ?? source.Text("snapshotHandle");
        var status = group.Map("status");
        return source.Text("volumeHandle")
            ?? (status.List("volumeSnapshotInfoList") ?? status.List("volumeSnapshotHandlePairList")).Maps()
                .FirstOrDefault(known => known.Text("snapshotHandle") == handle)
                .Text("volumeHandle");
    }

    /// <summary>How far the group's snapshot is: it is ready when all its members are.</summary>
    /// <param name="group">The VolumeGroupSnapshot.</param>
    /// <param name="content">Its content; null while there is none of its own.</param>
    /// <param name="members">What is seen of each of its members.</param>
    public static SnapshotSight Look(JsonObject group, JsonObject? content, IReadOnlyList<SnapshotSight> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var status = group.Map("status");
        var reason = status.Map("error").Text("message")
            ?? content.Map("status").Map("error").Text("message")
            ?? members.Select(member => member.Reason).FirstOrDefault(each => each is not null);
        if (content is null || HasNoHandle(content))
        {
            return new(SnapshotPhase.Taking, reason, null);
        }

        var expected = content.Map("spec").Map("source").List("volumeHandles")?.Count ?? 0;
        var isReady = status.IsTrue("readyToUse")
            && members.Count > 0
            && members.Count >= expected
            && members.All(member => member.Phase is SnapshotPhase.Ready);
        return new(isReady ? SnapshotPhase.Ready : SnapshotPhase.Cut, isReady ? null : reason, null);
    }

    private static bool HasNoHandle(JsonObject content) =>
        content.Map("status").Text("volumeGroupSnapshotHandle") is not { Length: > 0 };
}
