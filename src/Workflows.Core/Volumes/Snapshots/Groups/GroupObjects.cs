using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Snapshots.Groups;

/// <summary>The objects by which snapshots of groups are taken and known.</summary>
public static class GroupObjects
{
    public const string Group = "groupsnapshot.storage.k8s.io";

    /// <summary>The versions of the API that are asked for, the best first: their fields are the same as far as they are used.</summary>
    public static readonly IReadOnlyList<string> Versions = ["v1", "v1beta2", "v1beta1"];

    /// <summary>The VolumeGroupSnapshot of a claim's group.</summary>
    public static JsonObject Taken(ClaimMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        var group = move.Planned.Group!;
        var metadata = SnapshotLabels.OfGroup(move.Run, group.Name);
        metadata["name"] = group.Name;
        metadata["namespace"] = move.Planned.Claim.Namespace;
        return new()
        {
            ["apiVersion"] = $"{Group}/{group.Version}",
            ["kind"] = "VolumeGroupSnapshot",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject
            {
                ["volumeGroupSnapshotClassName"] = group.Class,
                ["source"] = new JsonObject
                {
                    ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { [group.Label] = group.Value } },
                },
            },
        };
    }

    /// <summary>
    /// A content that stands for the snapshot of a group in a cluster that does not know it any more: without one the
    /// snapshot controller takes no snapshot for ready whose driver says that it is a group's.
    /// </summary>
    /// <param name="move">The claim that is filled.</param>
    /// <param name="snapshot">Its snapshot, of which the group is known.</param>
    /// <param name="version">The version of the API that the cluster serves.</param>
    public static JsonObject Stub(ClaimMove move, ArchivedSnapshot snapshot, string version)
    {
        ArgumentNullException.ThrowIfNull(move);
        ArgumentNullException.ThrowIfNull(snapshot);
        var metadata = SnapshotLabels.Of(move);
        metadata["name"] = move.SnapshotName;
        return new()
        {
            ["apiVersion"] = $"{Group}/{version}",
            ["kind"] = "VolumeGroupSnapshotContent",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject
            {
                ["deletionPolicy"] = SnapshotObjects.Retain,
                ["driver"] = snapshot.Driver,
                ["source"] = new JsonObject
                {
                    ["groupSnapshotHandles"] = new JsonObject
                    {
                        ["volumeGroupSnapshotHandle"] = snapshot.Group,
                        ["volumeSnapshotHandles"] = new JsonArray(snapshot.Handle),
                    },
                },
                ["volumeGroupSnapshotRef"] = new JsonObject
                {
                    ["namespace"] = move.Mounted.Namespace,
                    ["name"] = move.SnapshotName,
                },
            },
        };
    }

    /// <summary>The handle of the group that a VolumeGroupSnapshotContent stands for; null while it has none.</summary>
    public static string? HandleOf(JsonObject content) =>
        content.Map("status").Text("volumeGroupSnapshotHandle")
        ?? content.Map("spec").Map("source").Map("groupSnapshotHandles").Text("volumeGroupSnapshotHandle");
}
