using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
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
    /// <exception cref="BackupConflictException">
    /// Somebody else took the name while this was at work: another deletion, which goes on with it, or a new backup.
    /// </exception>
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
        try
        {
            await DeleteHeldAsync(store, backup, deletion.BackupUid, cancellationToken);
        }
        catch (BackupConflictException)
        {
            // Nobody holds it: another deletion took over and came to its end.
            if (await BackupReservation.FindAsync(store, backup, cancellationToken) is not null)
                throw;
        }

        return true;
    }

    /// <summary>
    /// Deletes all that a run left which has made no backup; may be repeated. What another run holds stays, also one
    /// of the same instance, and so does a backup that another run made.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="backup">The backup's name.</param>
    /// <param name="backupUid">The run's identity.</param>
    /// <param name="cancellationToken">Ends the call; what is left then is removed by the next.</param>
    /// <returns>Whether the run held the name, to the end.</returns>
    public static async Task<bool> AbandonAsync(
        IArchiveStore store, string backup, Guid backupUid, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        BackupName.Validate(backup);
        if (!await BackupReservation.TrySeizeOwnAsync(store, backup, backupUid, cancellationToken))
            return false;
        if (await ManifestStore.FindAsync(store, backup, cancellationToken) is { } made && made.Overview.BackupUid != backupUid)
            return await BackupReservation.ReleaseAsync(store, backup, backupUid, cancellationToken);

        try
        {
            await DeleteHeldAsync(store, backup, backupUid, cancellationToken);
            return true;
        }
        catch (BackupConflictException)
        {
            return false;
        }
    }

    /// <summary>Whether anything of a backup is there, finished or not.</summary>
    public static async Task<bool> AnythingLeftAsync(
        IArchiveStore store, string backup, CancellationToken cancellationToken = default) =>
        await store.FindAsync(ArchiveLayout.Manifest(backup), cancellationToken) is not null
        || await store.FindAsync(ArchiveLayout.Index(backup), cancellationToken) is not null
        || await store.FindAsync(ArchiveLayout.KeyEnvelope(backup), cancellationToken) is not null
        || await store.FindAsync(ArchiveLayout.Copy(backup), cancellationToken) is not null
        || await store.ListAsync(ArchiveLayout.EncryptedFolder(backup), cancellationToken).AnyAsync(cancellationToken)
        || await store.ListAsync(ArchiveLayout.VeleroFolder(backup), cancellationToken).AnyAsync(cancellationToken)
        || await store.ListAsync(ArchiveLayout.BackupStaging(backup), cancellationToken).AnyAsync(cancellationToken);

    private static async Task DeleteHeldAsync(
        IArchiveStore store, string backup, Guid uid, CancellationToken cancellationToken)
    {
        var name = new ReservedName(store, backup, uid);
        await name.DeleteAsync(ArchiveLayout.Manifest(backup), cancellationToken);
        await name.DeleteFolderAsync(ArchiveLayout.VeleroFolder(backup), cancellationToken);
        await name.DeleteFolderAsync(ArchiveLayout.EncryptedFolder(backup), cancellationToken);
        await name.DeleteAsync(ArchiveLayout.Index(backup), cancellationToken);
        await name.DeleteAsync(ArchiveLayout.KeyEnvelope(backup), cancellationToken);
        await name.DeleteAsync(ArchiveLayout.Copy(backup), cancellationToken);
        await name.DiscardBlocksAsync(cancellationToken);
        await name.LetGoAsync(cancellationToken);
    }
}
