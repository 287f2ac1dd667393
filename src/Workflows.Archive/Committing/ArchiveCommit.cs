using Workflows.Archive.Encryption;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Backups;

namespace Workflows.Archive.Committing;

/// <summary>
/// Turns what the accepted attempts staged into a backup: tarball, index, Velero's documents, and last of all the
/// manifest. Until that is written there is no backup; from then on there is a whole one.
/// </summary>
public static class ArchiveCommit
{
    /// <summary>
    /// Commits. Safe to repeat with the same arguments, also while an earlier call still runs: both end with the
    /// same backup.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The key that the segments' writers were given; null if they were given none.</param>
    /// <param name="draft">What only the caller knows.</param>
    /// <param name="segments">What the accepted attempts wrote, in the order they are to have in the archive.</param>
    /// <param name="logLines">The backup's log, one line each.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The manifest as it is stored, or was sealed.</returns>
    /// <exception cref="BackupConflictException">
    /// Another backup of that name exists, or the name is not reserved for this one (any more).
    /// </exception>
    /// <exception cref="SegmentsMissingException">Staged blocks are gone; it names the parts to capture again.</exception>
    /// <exception cref="ArchiveDamagedException">The staged index is not what its writers wrote.</exception>
    public static async Task<ArchiveManifest> CommitAsync(
        IArchiveStore store,
        BackupKey? key,
        ArchiveManifestDraft draft,
        IReadOnlyList<PartSegment> segments,
        IEnumerable<string> logLines,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(segments);
        ArgumentNullException.ThrowIfNull(logLines);
        BackupName.Validate(draft.Name);
        if (key is not null && key.BackupUid != draft.BackupUid)
            throw new ArgumentException("The key is another backup's.", nameof(key));

        if (await FindOwnAsync(store, key, draft, cancellationToken) is { } done)
            return done;

        try
        {
            return await AssembleAsync(store, key, draft, segments, logLines, cancellationToken);
        }
        catch (BackupConflictException)
        {
            // A twin of this call that has finished may have let the name go already; then its manifest is the answer.
            if (await FindOwnAsync(store, key, draft, cancellationToken) is { } doneSince)
                return doneSince;
            throw;
        }
    }

    private static async Task<ArchiveManifest> AssembleAsync(
        IArchiveStore store,
        BackupKey? key,
        ArchiveManifestDraft draft,
        IReadOnlyList<PartSegment> segments,
        IEnumerable<string> logLines,
        CancellationToken cancellationToken)
    {
        await BackupReservation.RequireAsync(store, draft.Name, draft.BackupUid, cancellationToken);
        var plan = CommitPlan.Create(draft, segments, key);
        var archive = await BlobAssembly.AssembleAsync(store, draft, plan.Archive, cancellationToken);
        await BlobAssembly.AssembleAsync(store, draft, plan.Index, cancellationToken);

        var catalogued = await IndexCatalogue.ReadAsync(store, draft.Name, plan, cancellationToken);
        var written = await DocumentWriter.WriteAsync(
            store, key, draft, catalogued, logLines, cancellationToken);
        var manifest = plan.Serialize(plan.ToManifest(draft, catalogued, written.Documents), written.Files);

        // Looked at once more: a deletion may have begun in the meantime, and a manifest must not outlive its files.
        await BackupReservation.RequireAsync(store, draft.Name, draft.BackupUid, cancellationToken);
        if (!await TryPublishAsync(store, draft, manifest, cancellationToken))
        {
            return await FindOwnAsync(store, key, draft, cancellationToken)
                ?? throw new BackupConflictException(draft.Name, "was being deleted while it was committed", "Start it again.");
        }

        if (!await IsThereAsync(store, draft, plan.Archive.Path, archive, cancellationToken))
            await WithdrawAsync(store, draft, cancellationToken);

        // As a reader will see it, so that this call and a repeated one return the same.
        return Open(ManifestFile.Read(draft.Name, manifest), key);
    }

    /// <returns>False when there is a manifest.</returns>
    private static async Task<bool> TryPublishAsync(
        IArchiveStore store, ArchiveManifestDraft draft, byte[] manifest, CancellationToken cancellationToken)
    {
        try
        {
            await store.WriteAsync(ArchiveLayout.Manifest(draft.Name), manifest, WriteCondition.IfAbsent, cancellationToken);
            return true;
        }
        catch (StoreConflictException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether what was published is a backup. This call may have slept before its last step while a twin finished, and
    /// the backup was deleted. That the name is held no more says nothing: a twin that found this call's manifest has
    /// let it go. But a deletion holds it while it is at work, and leaves no archive.
    /// </summary>
    private static async Task<bool> IsThereAsync(
        IArchiveStore store, ArchiveManifestDraft draft, string archive, string eTag, CancellationToken cancellationToken) =>
        !await BackupReservation.IsBeingDeletedAsync(store, draft.Name, cancellationToken)
        && (await store.FindAsync(archive, cancellationToken))?.ETag == eTag;

    /// <summary>
    /// Takes the manifest back. A store deletes unconditionally: it is read right before, so that it is this backup's.
    /// </summary>
    private static async Task WithdrawAsync(
        IArchiveStore store, ArchiveManifestDraft draft, CancellationToken cancellationToken)
    {
        var published = await ManifestStore.FindAsync(store, draft.Name, cancellationToken);
        if (published?.Overview.BackupUid == draft.BackupUid)
            await store.DeleteAsync(ArchiveLayout.Manifest(draft.Name), cancellationToken);
        throw new BackupConflictException(draft.Name, "was deleted while it was committed", "Start it again.");
    }

    /// <summary>The manifest that an earlier call of this very backup wrote; null when there is none.</summary>
    private static async Task<ArchiveManifest?> FindOwnAsync(
        IArchiveStore store, BackupKey? key, ArchiveManifestDraft draft, CancellationToken cancellationToken)
    {
        var existing = await ManifestStore.FindAsync(store, draft.Name, cancellationToken);
        if (existing is null)
            return null;
        if (existing.Overview.BackupUid == draft.BackupUid && existing.Overview.IsEncrypted == key is not null)
            return Open(existing, key);

        throw new BackupConflictException(
            draft.Name,
            $"exists already (completed {existing.Overview.CompletedAt:u}, uid {existing.Overview.BackupUid})",
            "Choose another name, or delete that one first.");
    }

    private static ArchiveManifest Open(StoredManifest stored, BackupKey? key) =>
        stored.Plain ?? SealedManifestFile.Unseal(stored.Sealed!, key!);
}
