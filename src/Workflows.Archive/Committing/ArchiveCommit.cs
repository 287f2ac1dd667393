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
    /// <param name="draft">What only the caller knows.</param>
    /// <param name="segments">What the accepted attempts wrote, in the order they are to have in the archive.</param>
    /// <param name="logLines">The backup's log, one line each.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The manifest as it is stored.</returns>
    /// <exception cref="BackupConflictException">
    /// Another backup of that name exists, or the name is not reserved for this one (any more).
    /// </exception>
    /// <exception cref="SegmentsMissingException">Staged blocks are gone; it names the parts to capture again.</exception>
    /// <exception cref="ArchiveDamagedException">The staged index is not what its writers wrote.</exception>
    public static async Task<ArchiveManifest> CommitAsync(
        IArchiveStore store,
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

        if (await FindOwnAsync(store, draft, cancellationToken) is { } done)
            return done;
        if (await FindDoneUnlessReservedAsync(store, draft, cancellationToken) is { } doneSince)
            return doneSince;

        var plan = CommitPlan.Create(draft, segments);
        await BlobAssembly.AssembleAsync(store, draft.Name, plan.Archive, cancellationToken);
        await BlobAssembly.AssembleAsync(store, draft.Name, plan.Index, cancellationToken);

        var catalogued = await IndexCatalogue.ReadAsync(store, draft.Name, plan, cancellationToken);
        var documents = await DocumentWriter.WriteAsync(
            store, draft, catalogued, logLines, cancellationToken);

        // Looked at once more: a deletion may have begun in the meantime, and a manifest must not outlive its files.
        return await FindDoneUnlessReservedAsync(store, draft, cancellationToken)
            ?? await PublishAsync(store, draft, plan.ToManifest(draft, catalogued, documents), cancellationToken);
    }

    /// <summary>
    /// Null while the name is reserved for this backup. A twin of this call that has finished may have let it go
    /// already; then its manifest is the answer.
    /// </summary>
    private static async Task<ArchiveManifest?> FindDoneUnlessReservedAsync(
        IArchiveStore store, ArchiveManifestDraft draft, CancellationToken cancellationToken)
    {
        try
        {
            await BackupReservation.RequireAsync(store, draft.Name, draft.BackupUid, cancellationToken);
            return null;
        }
        catch (BackupConflictException)
        {
            if (await FindOwnAsync(store, draft, cancellationToken) is { } done)
                return done;
            throw;
        }
    }

    private static async Task<ArchiveManifest> PublishAsync(
        IArchiveStore store, ArchiveManifestDraft draft, ArchiveManifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = ManifestFile.Serialize(manifest);
            await store.WriteAsync(ArchiveLayout.Manifest(draft.Name), bytes, WriteCondition.IfAbsent, cancellationToken);

            // As a reader will see it, so that this call and a repeated one return the same.
            return ManifestFile.Parse(draft.Name, bytes);
        }
        catch (StoreConflictException)
        {
            return await FindOwnAsync(store, draft, cancellationToken)
                ?? throw new BackupConflictException(draft.Name, "was being deleted while it was committed", "Start it again.");
        }
    }

    /// <summary>The manifest that an earlier call of this very backup wrote; null when there is none.</summary>
    private static async Task<ArchiveManifest?> FindOwnAsync(
        IArchiveStore store, ArchiveManifestDraft draft, CancellationToken cancellationToken)
    {
        var existing = await ManifestStore.FindAsync(store, draft.Name, cancellationToken);
        if (existing is null || existing.BackupUid == draft.BackupUid)
            return existing;

        throw new BackupConflictException(
            draft.Name,
            $"exists already (completed {existing.CompletedAt:u}, uid {existing.BackupUid})",
            "Choose another name, or delete that one first.");
    }
}
