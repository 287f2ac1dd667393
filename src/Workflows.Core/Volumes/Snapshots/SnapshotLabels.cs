using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Snapshots;

/// <summary>The labels and annotations by which snapshots, their contents and their clones are found again.</summary>
public static class SnapshotLabels
{
    public const string AppValue = "workflows-snapshot";

    /// <summary>The name of the VolumeSnapshot that belongs together with what carries this.</summary>
    public const string Snapshot = "workflows.dev/snapshot";

    /// <summary>The name of the VolumeGroupSnapshot that what carries this was taken with.</summary>
    public const string Group = "workflows.dev/snapshot-group";

    /// <summary>All that a backup or restore made for a claim's snapshot.</summary>
    public static string SelectClaim(ClaimMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        return $"{SelectRun(move.Run.Uid)},{Snapshot}={move.SnapshotName}";
    }

    /// <summary>All that a backup or restore made for snapshots.</summary>
    public static string SelectRun(Guid run) => $"{MoverLabels.App}={AppValue},{MoverLabels.Run}={run:D}";

    /// <summary>All that runs with this store made for snapshots.</summary>
    public static string SelectStore(string store) =>
        $"{MoverLabels.App}={AppValue},{MoverLabels.Store}={MoverNames.StoreTag(store)}";

    /// <summary>What a backup's snapshot of a group consists of in the cluster.</summary>
    public static string SelectGroup(Guid run, string group) => $"{SelectRun(run)},{Group}={group}";

    /// <summary>The labels and annotations of what a run makes for a claim, as an object's <c>metadata</c> has them.</summary>
    public static JsonObject Of(ClaimMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        var metadata = Of(move.Run);
        metadata.Ensure("labels")[MoverLabels.Claim] = RestoreLabels.ValueOf(move.Planned.Claim.Name);
        metadata.Ensure("labels")[Snapshot] = move.SnapshotName;
        metadata.Ensure("annotations")[MoverLabels.Claim] = move.Planned.Claim.Name;
        return metadata;
    }

    /// <summary>The same of what a run makes for a group of claims.</summary>
    /// <param name="run">The run.</param>
    /// <param name="group">The name of the VolumeGroupSnapshot.</param>
    public static JsonObject OfGroup(VolumeRun run, string group)
    {
        var metadata = Of(run);
        metadata.Ensure("labels")[Group] = group;
        return metadata;
    }

    private static JsonObject Of(VolumeRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var labels = new JsonObject
        {
            [MoverLabels.App] = AppValue,
            ["app.kubernetes.io/managed-by"] = "workflows",
            [MoverLabels.Run] = run.Uid.ToString("D"),
            [MoverLabels.Store] = MoverNames.StoreTag(run.Store),
            [MoverLabels.Backup] = RestoreLabels.ValueOf(run.Backup),
            // Neither ours nor Velero's backups keep what only lives to make one.
            ["velero.io/exclude-from-backup"] = "true",
        };
        var annotations = new JsonObject { [MoverLabels.Backup] = run.Backup };
        if (run.Restore is { } restore)
        {
            labels[MoverLabels.Restore] = RestoreLabels.ValueOf(restore);
            annotations[MoverLabels.Restore] = restore;
        }

        return new() { ["labels"] = labels, ["annotations"] = annotations };
    }
}
