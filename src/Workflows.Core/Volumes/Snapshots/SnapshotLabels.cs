using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Snapshots;

/// <summary>The labels and annotations by which snapshots, their contents and their clones are found again.</summary>
public static class SnapshotLabels
{
    public const string AppValue = "workflows-snapshot";

    /// <summary>The name of the VolumeSnapshot that belongs together with what carries this.</summary>
    public const string Snapshot = "workflows.dev/snapshot";

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

    /// <summary>The labels and annotations of what a run makes for a claim, as an object's <c>metadata</c> has them.</summary>
    public static JsonObject Of(ClaimMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        var run = move.Run;
        var labels = new JsonObject
        {
            [MoverLabels.App] = AppValue,
            ["app.kubernetes.io/managed-by"] = "workflows",
            [MoverLabels.Run] = run.Uid.ToString("D"),
            [MoverLabels.Store] = MoverNames.StoreTag(run.Store),
            [MoverLabels.Backup] = RestoreLabels.ValueOf(run.Backup),
            [MoverLabels.Claim] = RestoreLabels.ValueOf(move.Planned.Claim.Name),
            [Snapshot] = move.SnapshotName,
            // Neither ours nor Velero's backups keep what only lives to make one.
            ["velero.io/exclude-from-backup"] = "true",
        };
        var annotations = new JsonObject { [MoverLabels.Backup] = run.Backup, [MoverLabels.Claim] = move.Planned.Claim.Name };
        if (run.Restore is { } restore)
        {
            labels[MoverLabels.Restore] = RestoreLabels.ValueOf(restore);
            annotations[MoverLabels.Restore] = restore;
        }

        return new() { ["labels"] = labels, ["annotations"] = annotations };
    }
}
