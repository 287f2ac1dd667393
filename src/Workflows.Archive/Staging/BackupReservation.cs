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
    /// <summary>Reserves a name, or finds that the same run did.</summary>
    /// <remarks>
    /// A late attempt of a run that made no backup finds nothing that tells it so, and holds the name for nobody. The
    /// next run of the name says who holds it and how to remove that; it takes nothing over, since whoever holds a name
    /// may be at work.
    /// </remarks>
    /// <returns>The owner as it is stored, whichever attempt came first.</returns>
    /// <exception cref="BackupConflictException">A backup of that name exists, or somebody else holds the name.</exception>
    public static async Task<ReservationOwner> AcquireAsync(
        IArchiveStore store, string backup, ReservationOwner owner, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(owner);
        BackupName.Validate(backup);
        await RefuseExistingAsync(store, backup, cancellationToken);
        if (!await TryCreateAsync(store, backup, owner, cancellationToken))
        {
            var holder = await ReadAsync(store, backup, cancellationToken)
                ?? throw new BackupConflictException(backup, "was let go by somebody else this very moment", "Try again.");
            return holder.IsDeletion || holder.Owner.BackupUid != owner.BackupUid ? throw HeldBy(backup, holder) : holder.Owner;
        }

        try
        {
            // Somebody may have finished a backup of that name, and let the name go, between the two looks: perhaps
            // the very run that this is a late attempt of. Then the name must not be held for nobody.
            await RefuseExistingAsync(store, backup, cancellationToken);
            return owner;
        }
        catch (BackupConflictException)
        {
            await ReleaseAsync(store, backup, owner.BackupUid, cancellationToken);
            throw;
        }
    }

    /// <summary>Who holds the name; null when nobody does.</summary>
    public static async Task<ReservationOwner?> FindAsync(
        IArchiveStore store, string backup, CancellationToken cancellationToken = default)
    {
        BackupName.Validate(backup);
        return (await ReadAsync(store, backup, cancellationToken))?.Owner;
    }

    /// <summary>
    /// Ends a run's work: drops what it staged (documents, blocks that no commit took) and lets the name go, last.
    /// What another run holds stays, also one of the same instance: a name that was started again.
    /// </summary>
    /// <returns>Whether this run held the name, to the end.</returns>
    public static async Task<bool> ReleaseAsync(
        IArchiveStore store, string backup, Guid backupUid, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var name = new ReservedName(store, backup, backupUid);
        try
        {
            await name.DiscardBlocksAsync(cancellationToken);
            await name.LetGoAsync(cancellationToken);
            return true;
        }
        catch (BackupConflictException)
        {
            return false;
        }
    }

    /// <summary>Checks that the name is held for a backup; a commit without that must not happen.</summary>
    /// <exception cref="BackupConflictException">It is not, or is being deleted.</exception>
    internal static async Task RequireAsync(
        IArchiveStore store, string backup, Guid backupUid, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(store, backup, cancellationToken) ?? throw NotHeld(backup);
        if (found.IsDeletion || found.Owner.BackupUid != backupUid)
            throw HeldBy(backup, found);
    }

    /// <summary>Checks that an identity holds the name, be it to make the backup or to delete it.</summary>
    /// <exception cref="BackupConflictException">It does not.</exception>
    internal static async Task RequireHeldAsync(
        IArchiveStore store, string backup, Guid uid, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(store, backup, cancellationToken) ?? throw NotHeld(backup);
        if (found.Owner.BackupUid != uid)
            throw HeldBy(backup, found);
    }

    /// <summary>Whether somebody has taken the name to delete what it names.</summary>
    public static async Task<bool> IsBeingDeletedAsync(
        IArchiveStore store, string backup, CancellationToken cancellationToken) =>
        (await ReadAsync(store, backup, cancellationToken))?.IsDeletion ?? false;

    /// <summary>Takes the name for a deletion that somebody asked for, from whoever holds it.</summary>
    internal static async Task SeizeForDeletionAsync(
        IArchiveStore store, string backup, ReservationOwner deletion, CancellationToken cancellationToken) =>
        await store.WriteAsync(
            ArchiveLayout.Reservation(backup), SerializeDeletion(deletion), WriteCondition.None, cancellationToken);

    /// <summary>Makes a run's reservation one for the deletion of what it left; nobody else's.</summary>
    /// <returns>Whether the run holds the name for that now; a twin of this call may have seized it before.</returns>
    internal static async Task<bool> TrySeizeOwnAsync(
        IArchiveStore store, string backup, Guid backupUid, CancellationToken cancellationToken)
    {
        // Looked at before it is read: what is replaced is what was read, or older.
        if (await store.FindAsync(ArchiveLayout.Reservation(backup), cancellationToken) is not { } seen
            || await ReadAsync(store, backup, cancellationToken) is not { } found
            || found.Owner.BackupUid != backupUid)
        {
            return false;
        }

        if (found.IsDeletion)
            return true;

        try
        {
            await store.WriteAsync(
                seen.Path, SerializeDeletion(found.Owner), WriteCondition.IfMatch(seen.ETag), cancellationToken);
            return true;
        }
        catch (StoreConflictException)
        {
            return await ReadAsync(store, backup, cancellationToken) is { IsDeletion: true } now && now.Owner.BackupUid == backupUid;
        }
    }

    private static async Task<bool> TryCreateAsync(
        IArchiveStore store, string backup, ReservationOwner owner, CancellationToken cancellationToken)
    {
        try
        {
            var document = StagedJson.Serialize(new ReservationDocument(owner, IsDeletion: false));
            await store.WriteAsync(ArchiveLayout.Reservation(backup), document, WriteCondition.IfAbsent, cancellationToken);
            return true;
        }
        catch (StoreConflictException)
        {
            return false;
        }
    }

    private static async Task RefuseExistingAsync(IArchiveStore store, string backup, CancellationToken cancellationToken)
    {
        if ((await ManifestStore.FindAsync(store, backup, cancellationToken))?.Overview is { } existing)
        {
            throw new BackupConflictException(
                backup, $"exists already (completed {existing.CompletedAt:u})", "Choose another name, or delete that one first.");
        }
    }

    private static Task<ReservationDocument?> ReadAsync(IArchiveStore store, string backup, CancellationToken cancellationToken) =>
        StagedJson.FindAsync<ReservationDocument>(store, ArchiveLayout.Reservation(backup), cancellationToken);

    private static byte[] SerializeDeletion(ReservationOwner owner) =>
        StagedJson.Serialize(new ReservationDocument(owner, IsDeletion: true));

    private static BackupConflictException NotHeld(string backup) =>
        new(backup, "is not reserved any more: it was deleted while it was made", "Start it again.");

    private static BackupConflictException HeldBy(string backup, ReservationDocument holder) => holder.IsDeletion
        ? new(
            backup,
            $"is being deleted (since {holder.Owner.StartedAt:u}, on {holder.Owner.Host})",
            $"Wait for that, or finish it with: workflows backup delete {backup}")
        : new(
            backup,
            $"is being made by {holder.Owner.InstanceId}, started {holder.Owner.StartedAt:u} on {holder.Owner.Host}",
            $"Continue it with: workflows resume. If nobody will, remove what it left with: workflows backup delete {backup}");

    private sealed record ReservationDocument(ReservationOwner Owner, bool IsDeletion);
}
