using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Staging;

/// <summary>
/// Holds the name of a backup while it is made, so that two can't mix their blocks, and while it is deleted, so that
/// a new one does not grow among the remains.
/// </summary>
public static class BackupReservation
{
    /// <summary>Reserves a name, or finds that the same owner did.</summary>
    /// <returns>The owner as it is stored: its uid is the backup's, whichever attempt came first.</returns>
    /// <exception cref="BackupConflictException">A backup of that name exists, or somebody else holds the name.</exception>
    public static async Task<ReservationOwner> AcquireAsync(
        IArchiveStore store, string backup, ReservationOwner owner, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(owner);
        BackupName.Validate(backup);
        await RefuseExistingAsync(store, backup, cancellationToken);

        var holder = await WriteOrReadAsync(store, backup, owner, cancellationToken);
        if (holder.InstanceId != owner.InstanceId)
            throw HeldBy(backup, holder);

        // Somebody may have finished a backup of that name, and let the name go, between the two looks.
        await RefuseExistingAsync(store, backup, cancellationToken, exceptUid: holder.BackupUid);
        return holder;
    }

    /// <summary>Who holds the name; null when nobody does.</summary>
    public static async Task<ReservationOwner?> FindAsync(
        IArchiveStore store, string backup, CancellationToken cancellationToken = default)
    {
        BackupName.Validate(backup);
        return (await ReadAsync(store, backup, cancellationToken))?.Owner;
    }

    /// <summary>
    /// Ends an owner's work: drops what it staged (documents, blocks that no commit took) and lets the name go, last.
    /// What another owner holds stays.
    /// </summary>
    /// <returns>Whether this owner held the name.</returns>
    public static async Task<bool> ReleaseAsync(
        IArchiveStore store, string backup, string instanceId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        if ((await FindAsync(store, backup, cancellationToken))?.InstanceId != instanceId)
            return false;

        await StagedBlocks.DiscardAsync(store, backup, cancellationToken);
        await StagingArea.ForBackup(store, backup).ClearAsync(cancellationToken);
        return true;
    }

    /// <summary>Checks that the name is held for a backup; a commit without that must not happen.</summary>
    internal static async Task RequireAsync(
        IArchiveStore store, string backup, Guid backupUid, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(store, backup, cancellationToken)
            ?? throw new BackupConflictException(backup, "is not reserved any more: it was deleted while it was made", "Start it again.");
        if (found.IsDeletion || found.Owner.BackupUid != backupUid)
            throw HeldBy(backup, found.Owner, found.IsDeletion);
    }

    /// <summary>Takes the name for a deletion, from whoever holds it.</summary>
    internal static async Task SeizeForDeletionAsync(
        IArchiveStore store, string backup, ReservationOwner deletion, CancellationToken cancellationToken)
    {
        var document = StagedJson.Serialize(new ReservationDocument(deletion, IsDeletion: true));
        await store.WriteAsync(ArchiveLayout.Reservation(backup), document, WriteCondition.None, cancellationToken);
    }

    private static async Task<ReservationOwner> WriteOrReadAsync(
        IArchiveStore store, string backup, ReservationOwner owner, CancellationToken cancellationToken)
    {
        try
        {
            var document = StagedJson.Serialize(new ReservationDocument(owner, IsDeletion: false));
            await store.WriteAsync(ArchiveLayout.Reservation(backup), document, WriteCondition.IfAbsent, cancellationToken);
            return owner;
        }
        catch (StoreConflictException)
        {
            var found = await ReadAsync(store, backup, cancellationToken)
                ?? throw new BackupConflictException(backup, "was let go by somebody else this very moment", "Try again.");
            return found.IsDeletion ? throw HeldBy(backup, found.Owner, isDeletion: true) : found.Owner;
        }
    }

    private static async Task RefuseExistingAsync(
        IArchiveStore store, string backup, CancellationToken cancellationToken, Guid? exceptUid = null)
    {
        var existing = (await ManifestStore.FindAsync(store, backup, cancellationToken))?.Overview;
        if (existing is not null && existing.BackupUid != exceptUid)
        {
            throw new BackupConflictException(
                backup, $"exists already (completed {existing.CompletedAt:u})", "Choose another name, or delete that one first.");
        }
    }

    private static Task<ReservationDocument?> ReadAsync(IArchiveStore store, string backup, CancellationToken cancellationToken) =>
        StagedJson.FindAsync<ReservationDocument>(store, ArchiveLayout.Reservation(backup), cancellationToken);

    private static BackupConflictException HeldBy(string backup, ReservationOwner holder, bool isDeletion = false) => isDeletion
        ? new(
            backup,
            $"is being deleted (since {holder.StartedAt:u}, on {holder.Host})",
            $"Wait for that, or finish it with: workflows backup delete {backup}")
        : new(
            backup,
            $"is being made by {holder.InstanceId}, started {holder.StartedAt:u} on {holder.Host}",
            $"Continue it with: workflows resume. If nobody will, remove what it left with: workflows backup delete {backup}");

    private sealed record ReservationDocument(ReservationOwner Owner, bool IsDeletion);
}
