using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Snapshots;

/// <summary>The objects that snapshots are taken and used by: the same objects whoever makes them.</summary>
public static class SnapshotObjects
{
    public const string Group = "snapshot.storage.k8s.io";

    public const string Retain = "Retain";

    public const string Delete = "Delete";

    private const string ApiVersion = $"{Group}/v1";

    /// <summary>A VolumeSnapshot of a claim.</summary>
    public static JsonObject Taken(ClaimMove move, string snapshotClass) => Snapshot(move, move.Planned.Claim.Namespace, new()
    {
        ["volumeSnapshotClassName"] = snapshotClass,
        ["source"] = new JsonObject { ["persistentVolumeClaimName"] = move.Planned.Claim.Name },
    });

    /// <summary>
    /// A VolumeSnapshot that stands for a snapshot that the storage system has already: of a restore, or of a backup whose
    /// mover reads it in another namespace than its own.
    /// </summary>
    public static JsonObject Imported(ClaimMove move) => Snapshot(move, move.Mounted.Namespace, new()
    {
        ["source"] = new JsonObject { ["volumeSnapshotContentName"] = move.SnapshotName },
    });

    /// <summary>The content of <see cref="Imported"/>, which leaves the snapshot where it is when it goes.</summary>
    public static JsonObject ImportedContent(ClaimMove move, ArchivedSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(move);
        var metadata = SnapshotLabels.Of(move);
        metadata["name"] = move.SnapshotName;
        return Content(metadata, snapshot, Retain, move.Mounted.Namespace, move.SnapshotName);
    }

    /// <summary>
    /// A content that takes the snapshot with it when it is deleted, for a VolumeSnapshot that there never will be.
    /// </summary>
    public static JsonObject Removal(ArchivedSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var name = SnapshotObjectNames.Removal(snapshot.Driver, snapshot.Handle);
        var metadata = new JsonObject
        {
            ["name"] = name,
            ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "workflows" },
        };
        return Content(metadata, snapshot, Delete, "default", name);
    }

    /// <summary>
    /// A claim that is filled from a claim's snapshot: as large and of the same class, so that the driver that took it
    /// makes the volume.
    /// </summary>
    /// <param name="move">What is moved.</param>
    /// <param name="claim">The claim that the snapshot is of.</param>
    /// <param name="bytes">How large a volume of the snapshot is at least.</param>
    public static JsonObject Clone(ClaimMove move, JsonObject claim, long bytes)
    {
        ArgumentNullException.ThrowIfNull(move);
        ArgumentNullException.ThrowIfNull(claim);
        var metadata = SnapshotLabels.Of(move);
        metadata["name"] = move.Mounted.Name;
        metadata["namespace"] = move.Mounted.Namespace;
        var source = claim.Map("spec");
        var spec = new JsonObject
        {
            ["accessModes"] = source.List("accessModes")?.DeepClone() ?? new JsonArray("ReadWriteOnce"),
            ["resources"] = new JsonObject
            {
                ["requests"] = new JsonObject
                {
                    ["storage"] = StorageQuantity.AtLeast(source.Map("resources").Map("requests").Text("storage"), bytes),
                },
            },
            ["dataSource"] = SourceOf(move.SnapshotName),
        };
        if (source.Text("storageClassName") is { } storageClass)
        {
            spec["storageClassName"] = storageClass;
        }

        return new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolumeClaim",
            ["metadata"] = metadata,
            ["spec"] = spec,
        };
    }

    /// <summary>What a claim names that is to be filled from a VolumeSnapshot of its namespace.</summary>
    public static JsonObject SourceOf(string snapshot) =>
        new() { ["apiGroup"] = Group, ["kind"] = "VolumeSnapshot", ["name"] = snapshot };

    /// <summary>Whether a claim is filled from this VolumeSnapshot.</summary>
    public static bool IsFilledFrom(JsonObject claim, string snapshot)
    {
        var source = claim.Map("spec").Map("dataSource");
        return source.Text("kind") == "VolumeSnapshot" && source.Text("apiGroup") == Group && source.Text("name") == snapshot;
    }

    private static JsonObject Snapshot(ClaimMove move, string ns, JsonObject spec)
    {
        ArgumentNullException.ThrowIfNull(move);
        var metadata = SnapshotLabels.Of(move);
        metadata["name"] = move.SnapshotName;
        metadata["namespace"] = ns;
        return new() { ["apiVersion"] = ApiVersion, ["kind"] = "VolumeSnapshot", ["metadata"] = metadata, ["spec"] = spec };
    }

    private static JsonObject Content(
        JsonObject metadata, ArchivedSnapshot snapshot, string deletionPolicy, string ns, string name)
    {
        var spec = new JsonObject
        {
            ["deletionPolicy"] = deletionPolicy,
            ["driver"] = snapshot.Driver,
            ["source"] = new JsonObject { ["snapshotHandle"] = snapshot.Handle },
            ["volumeSnapshotRef"] = new JsonObject { ["namespace"] = ns, ["name"] = name },
        };
        if (snapshot.VolumeMode is { } mode)
        {
            spec["sourceVolumeMode"] = mode;
        }

        return new() { ["apiVersion"] = ApiVersion, ["kind"] = "VolumeSnapshotContent", ["metadata"] = metadata, ["spec"] = spec };
    }
}
