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
        if (await FindDoneUnlessReservedAsync(store, key, draft, cancellationToken) is { } doneSince)
            return doneSince;

        var plan = CommitPlan.Create(draft, segments, key);
        await BlobAssembly.AssembleAsync(store, draft.Name, plan.Archive, cancellationToken);
        await BlobAssembly.AssembleAsync(store, draft.Name, plan.Index, cancellationToken);

        var catalogued = await IndexCatalogue.ReadAsync(store, draft.Name, plan, cancellationToken);
        var written = await DocumentWriter.WriteAsync(
            store, key, draft, catalogued, logLines, cancellationToken);
        var manifest = plan.Serialize(plan.ToManifest(draft, catalogued, written.Documents), written.Files);

        // Looked at once more: a deletion may have begun in the meantime, and a manifest must not outlive its files.
        return await FindDoneUnlessReservedAsync(store, key, draft, cancellationToken)
            ?? await PublishAsync(store, key, draft, manifest, cancellationToken);
    }

    /// <summary>
    /// Null while the name is reserved for this backup. A twin of this call that has finished may have let it go
    /// already; then its manifest is the answer.
    /// </summary>
    private static async Task<ArchiveManifest?> FindDoneUnlessReservedAsync(
        IArchiveStore store, BackupKey? key, ArchiveManifestDraft draft, CancellationToken cancellationToken)
    {
        try
        {
            await BackupReservation.RequireAsync(store, draft.Name, draft.BackupUid, cancellationToken);
            return null;
        }
        catch (BackupConflictException)
        {
            if (await FindOwnAsync(store, key, draft, cancellationToken) is { } done)
                return done;
            throw;
        }
    }

    private static async Task<ArchiveManifest> PublishAsync(
        IArchiveStore store, BackupKey? key, ArchiveManifestDraft draft, byte[] manifest, CancellationToken cancellationToken)
    {
        try
        {
            await store.WriteAsync(ArchiveLayout.Manifest(draft.Name), manifest, WriteCondition.IfAbsent, cancellationToken);

            // As a reader will see it, so that this call and a repeated one return the same.
            return Open(ManifestFile.Read(draft.Name, manifest), key);
        }
        catch (StoreConflictException)
        {
            return await FindOwnAsync(store, key, draft, cancellationToken)
                ?? throw new BackupConflictException(draft.Name, "was being deleted while it was committed", "Start it again.");
        }
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
