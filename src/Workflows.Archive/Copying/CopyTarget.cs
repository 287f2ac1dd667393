using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Copying;

/// <summary>
/// The store that a backup is copied to. The backup's name is held there for the copy, until its manifest is written, last:
/// before that nobody takes it for a backup.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="backup">The backup's name.</param>
/// <param name="copy">The identity of the copy, which one run alone has; the backup keeps its own.</param>
public sealed class CopyTarget(IArchiveStore store, string backup, Guid copy)
{
    public IArchiveStore Store { get; } = store;

    public string Backup { get; } = backup;

    public Guid Copy { get; } = copy;

    /// <summary>What the activities of the copy leave for each other; it goes when the name is let go.</summary>
    public StagingArea Staging { get; } = StagingArea.ForBackup(store, backup);

    /// <summary>Takes the backup's name for the copy, or finds that the same run did.</summary>
    /// <returns>Whether there is something to copy: false where the very backup is there already.</returns>
    /// <exception cref="BackupConflictException">Another backup of that name is there, or somebody else holds the name.</exception>
    public async Task<bool> AcquireAsync(
        CopiedBackup source, ReservationOwner owner, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (await IsThereAsync(source, cancellationToken))
            return false;

        await BackupReservation.AcquireAsync(Store, Backup, owner, cancellationToken);
        return true;
    }

    /// <summary>Checks that the name is still held for the copy: it may have slept for days, and be given up.</summary>
    /// <exception cref="BackupConflictException">It is not.</exception>
    public Task RequireHeldAsync(CancellationToken cancellationToken = default) =>
        BackupReservation.RequireAsync(Store, Backup, Copy, cancellationToken);

    /// <summary>
    /// Makes what was copied a backup: its key, what says that it is a copy, what Velero knows it by, and the manifest last.
    /// May be repeated.
    /// </summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="copied">The backup, all of whose files have been copied.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="BackupConflictException">The name is not held for the copy any more, or was taken by another backup.</exception>
    /// <exception cref="ArchiveDamagedException">Something that was copied is gone.</exception>
    public async Task PublishAsync(
        CopySource source, CopiedBackup copied, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(copied);
        if (await IsThereAsync(copied, cancellationToken))
            return;

        await RequireHeldAsync(cancellationToken);
        if (copied.Overview.IsEncrypted)
            await CopyEnvelopeAsync(source, copied, cancellationToken);
        await new BackupCopies(Store).WriteAsync(
            Backup, new BackupCopy(copied.Overview.BackupUid, source.Store.Location.AbsoluteUri, at), cancellationToken);
        if (copied.Announcement is { } announcement)
            await new FileCopy(source, source.Store, this, Store).CopyAsync(announcement, cancellationToken);

        var tarball = await RequireFilesAsync(copied, cancellationToken);

        // Looked at once more: a deletion may have begun in the meantime, and a manifest must not outlive its files.
        await RequireHeldAsync(cancellationToken);
        try
        {
            await Store.WriteAsync(ArchiveLayout.Manifest(Backup), copied.Manifest, WriteCondition.IfAbsent, cancellationToken);
        }
        catch (StoreConflictException)
        {
            // A twin of this call may have written it.
            if (await IsThereAsync(copied, cancellationToken))
                return;
            throw Deleted();
        }

        await WithdrawIfDeletedAsync(copied, tarball, cancellationToken);
    }

    /// <summary>Whether the very backup is there, to the byte.</summary>
    /// <exception cref="BackupConflictException">Another one is.</exception>
    private async Task<bool> IsThereAsync(CopiedBackup copied, CancellationToken cancellationToken)
    {
        byte[] found;
        try
        {
            found = await SmallBlobs.ReadAsync(
                Store, ArchiveLayout.Manifest(Backup), ArchiveFormat.MaxManifestBytes, cancellationToken);
        }
        catch (BlobNotFoundException)
        {
            return false;
        }
        catch (InvalidDataException)
        {
            found = [];
        }

        return found.AsSpan().SequenceEqual(copied.Manifest)
            ? true
            : throw new BackupConflictException(
                Backup,
                $"exists in {Store.Location} already, and is another one than that which was to be copied there; nothing was changed",
                "Delete that one first, or leave this one where it is: a copy keeps its name.");
    }

    /// <summary>As it is: it may have been rotated since the backup was made, and will be in the one store or the other.</summary>
    private async Task CopyEnvelopeAsync(CopySource source, CopiedBackup copied, CancellationToken cancellationToken)
    {
        var owner = EnvelopeOwner.Backup(Backup);
        var bytes = await EnvelopeCopy.ReadAsync(source, owner, cancellationToken);
        if (EnvelopeFile.Read(owner, bytes).BackupUid != copied.Overview.BackupUid)
            throw source.Damaged(owner.Path, "it is the envelope of another backup");
        if (!await EnvelopeCopy.TryWriteAsync(Store, owner, bytes, cancellationToken))
            throw owner.OfAnother();
    }

    /// <returns>The tag of the archive.</returns>
    private async Task<string> RequireFilesAsync(CopiedBackup copied, CancellationToken cancellationToken)
    {
        var tarball = "";
        foreach (var file in copied.Files)
        {
            var found = await Store.FindAsync(file.Path, cancellationToken);
            if (found?.Length != file.Length)
                throw new ArchiveDamagedException(Backup, file.Path, $"it vanished from {Store.Location} while the backup was copied");
            if (tarball.Length == 0)
                tarball = found.ETag;
        }

        return tarball;
    }

    /// <summary>
    /// This call may have slept before its last step while a twin finished and the backup was deleted: what was published is
    /// a backup only if its files are still those that were there before.
    /// </summary>
    private async Task WithdrawIfDeletedAsync(CopiedBackup copied, string tarball, CancellationToken cancellationToken)
    {
        if (!await BackupReservation.IsBeingDeletedAsync(Store, Backup, cancellationToken)
            && (await Store.FindAsync(copied.Files[0].Path, cancellationToken))?.ETag == tarball)
        {
            return;
        }

        if (await IsThereAsync(copied, cancellationToken))
            await Store.DeleteAsync(ArchiveLayout.Manifest(Backup), cancellationToken);
        throw Deleted();
    }

    private BackupConflictException Deleted() =>
        new(Backup, $"was deleted from {Store.Location} while it was copied there", "Start it again.");
}
