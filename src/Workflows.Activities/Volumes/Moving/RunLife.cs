using System.Text.Json.Nodes;
using Workflows.Archive.Errors;
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

    /// <summary>
    /// Whether what a backup's run made may belong to a backup: it does if that is in the store, and it may if that can't be
    /// read, or if the store holds no backup at all. Such a store may be another one in the place of the right one, such as
    /// the folder that a disk was not mounted over.
    /// </summary>
    public async Task<bool> MayHaveBackupAsync(JsonObject made, CancellationToken cancellationToken)
    {
        var catalog = new BackupCatalog(store);
        try
        {
            return BackupOf(made) is { } backup
                && ((await catalog.FindAsync(backup, cancellationToken))?.BackupUid == RunOf(made)
                    || !await catalog.NamesAsync(cancellationToken).AnyAsync(cancellationToken));
        }
        catch (Exception unreadable) when (unreadable is ArchiveDamagedException or ArchiveVersionException)
        {
            return true;
        }
    }

    private static Guid? RunOf(JsonObject made) =>
        Guid.TryParse(made["metadata"]!["labels"]?[MoverLabels.Run]?.GetValue<string>(), out var run) ? run : null;

    private static string? BackupOf(JsonObject made) =>
        made["metadata"]!["annotations"]?[MoverLabels.Backup]?.GetValue<string>();
}
