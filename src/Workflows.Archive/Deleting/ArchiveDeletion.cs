using Workflows.Archive.Format;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;

namespace Workflows.Archive.Deleting;

/// <summary>
/// Deletes a backup, finished or not, and everything that belongs to it. Its name is held throughout, so that nobody
/// starts another one among the remains; the manifest goes first, so that what is half deleted is no backup.
/// </summary>
public static class ArchiveDeletion
{
    /// <summary>Deletes; may be repeated until it succeeds, also when there is nothing left.</summary>
    /// <param name="store">The store.</param>
    /// <param name="backup">The backup's name; its manifest need not be readable.</param>
    /// <param name="deletion">Who deletes, for others to read.</param>
    /// <param name="cancellationToken">Ends the call; what is left then is removed by the next.</param>
    /// <returns>Whether there was anything to delete.</returns>
    public static async Task<bool> DeleteAsync(
        IArchiveStore store, string backup, ReservationOwner deletion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(deletion);
        BackupName.Validate(backup);
        if (!await AnythingLeftAsync(store, backup, cancellationToken))
        {
            await StagedBlocks.DiscardAsync(store, backup, cancellationToken);
            return false;
        }

        await BackupReservation.SeizeForDeletionAsync(store, backup, deletion, cancellationToken);
        await store.DeleteAsync(ArchiveLayout.Manifest(backup), cancellationToken);
        await DeleteFolderAsync(store, ArchiveLayout.VeleroFolder(backup), cancellationToken);
        await DeleteFolderAsync(store, ArchiveLayout.EncryptedFolder(backup), cancellationToken);
        await store.DeleteAsync(ArchiveLayout.Index(backup), cancellationToken);
        await store.DeleteAsync(ArchiveLayout.KeyEnvelope(backup), cancellationToken);
        await StagedBlocks.DiscardAsync(store, backup, cancellationToken);
        await StagingArea.ForBackup(store, backup).ClearAsync(cancellationToken);
        return true;
    }

    /// <summary>Whether anything of a backup is there, finished or not.</summary>
    public static async Task<bool> AnythingLeftAsync(
        IArchiveStore store, string backup, CancellationToken cancellationToken = default) =>
        await store.FindAsync(ArchiveLayout.Manifest(backup), cancellationToken) is not null
        || await store.FindAsync(ArchiveLayout.Index(backup), cancellationToken) is not null
        || await store.FindAsync(ArchiveLayout.KeyEnvelope(backup), cancellationToken) is not null
        || await store.ListAsync(ArchiveLayout.EncryptedFolder(backup), cancellationToken).AnyAsync(cancellationToken)
        || await store.ListAsync(ArchiveLayout.VeleroFolder(backup), cancellationToken).AnyAsync(cancellationToken)
        || await store.ListAsync(ArchiveLayout.BackupStaging(backup), cancellationToken).AnyAsync(cancellationToken);

    private static async Task DeleteFolderAsync(IArchiveStore store, string folder, CancellationToken cancellationToken)
    {
        await foreach (var blob in store.ListAsync(folder, cancellationToken))
            await store.DeleteAsync(blob.Path, cancellationToken);
    }
}
