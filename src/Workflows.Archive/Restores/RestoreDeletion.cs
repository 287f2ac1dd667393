using Workflows.Archive.Format;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;

namespace Workflows.Archive.Restores;

/// <summary>
/// Deletes what a store holds of a restore, ended or not; the cluster is another matter. The name is held throughout,
/// so that nobody starts another one among the remains; the record goes first, so that what is half deleted is no
/// restore. It takes no key.
/// </summary>
public static class RestoreDeletion
{
    /// <summary>Deletes; may be repeated until it succeeds, also when there is nothing left.</summary>
    /// <param name="store">The store.</param>
    /// <param name="restore">The restore's name; its record need not be readable.</param>
    /// <param name="deletion">Who deletes, for others to read.</param>
    /// <param name="cancellationToken">Ends the call; what is left then is removed by the next.</param>
    /// <returns>Whether there was anything to delete.</returns>
    /// <exception cref="Errors.InvalidBackupNameException">The name is none.</exception>
    /// <exception cref="Stores.Errors.StoreException">The store failed.</exception>
    public static async Task<bool> DeleteAsync(
        IArchiveStore store, string restore, string deletion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        BackupName.Validate(restore);
        if (!await AnythingLeftAsync(store, restore, cancellationToken))
        {
            return false;
        }

        await RestoreClaims.SeizeForDeletionAsync(store, restore, deletion, cancellationToken);
        await store.DeleteAsync(ArchiveLayout.RestoreRecord(restore), cancellationToken);
        await DeleteFolderAsync(store, ArchiveLayout.VeleroRestoreFolder(restore), cancellationToken);
        await DeleteFolderAsync(store, ArchiveLayout.RestoreOutcomesFolder(restore), cancellationToken);
        await DeleteFolderAsync(store, ArchiveLayout.RestoreKeyEnvelopes(restore), cancellationToken);
        await StagingArea.ForRestore(store, restore).ClearAsync(cancellationToken);
        return true;
    }

    /// <summary>
    /// Whether anything of a restore is there, ended or not. What Velero keeps of one alone is a restore of Velero's.
    /// </summary>
    public static async Task<bool> AnythingLeftAsync(
        IArchiveStore store, string restore, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await store.FindAsync(ArchiveLayout.RestoreRecord(restore), cancellationToken) is not null
            || await store.ListAsync(ArchiveLayout.RestoreStaging(restore), cancellationToken).AnyAsync(cancellationToken)
            || await store.ListAsync(ArchiveLayout.RestoreOutcomesFolder(restore), cancellationToken).AnyAsync(cancellationToken)
            || await store.ListAsync(ArchiveLayout.RestoreKeyEnvelopes(restore), cancellationToken).AnyAsync(cancellationToken);
    }

    private static async Task DeleteFolderAsync(IArchiveStore store, string folder, CancellationToken cancellationToken)
    {
        await foreach (var blob in store.ListAsync(folder, cancellationToken))
        {
            await store.DeleteAsync(blob.Path, cancellationToken);
        }
    }
}
