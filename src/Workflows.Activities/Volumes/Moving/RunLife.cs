using System.Text.Json.Nodes;
using Workflows.Archive.Reading;
using Workflows.Archive.Restores;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>Tells of what a run made in a cluster whether that run is still at work: it holds its name in the store then.</summary>
internal sealed class RunLife(IArchiveStore store)
{
    /// <param name="made">What carries the labels and annotations of its run.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> IsAliveAsync(JsonObject made, CancellationToken cancellationToken)
    {
        if (RunOf(made) is not { } run || BackupOf(made) is not { } backup)
        {
            // Somebody changed it: whose it is can't be told.
            return true;
        }

        return made["metadata"]!["annotations"]![MoverLabels.Restore]?.GetValue<string>() is { } restore
            ? (await RestoreClaims.FindAsync(store, restore, cancellationToken))?.RunUid == run
            : (await BackupReservation.FindAsync(store, backup, cancellationToken))?.BackupUid == run;
    }

    /// <summary>Whether what a backup's run made belongs to a backup that is in the store.</summary>
    public async Task<bool> HasBackupAsync(JsonObject made, CancellationToken cancellationToken) =>
        BackupOf(made) is { } backup
        && (await new BackupCatalog(store).FindAsync(backup, cancellationToken))?.BackupUid == RunOf(made);

    private static Guid? RunOf(JsonObject made) =>
        Guid.TryParse(made["metadata"]!["labels"]?[MoverLabels.Run]?.GetValue<string>(), out var run) ? run : null;

    private static string? BackupOf(JsonObject made) =>
        made["metadata"]!["annotations"]?[MoverLabels.Backup]?.GetValue<string>();
}
