using Workflows.Archive.Errors;
using Workflows.Archive.IO;
using Workflows.Archive.Manifests;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Writing;

namespace Workflows.Archive.Committing;

/// <summary>Commits the blocks of one blob, or recognises that an earlier attempt already did.</summary>
internal static class BlobAssembly
{
    private const int Attempts = 3;

    /// <returns>The ETag of the blob.</returns>
    /// <exception cref="BackupConflictException">It is not there, and the name is not held for the backup any more.</exception>
    public static async Task<string> AssembleAsync(
        IArchiveStore store, ArchiveManifestDraft draft, AssembledBlob blob, CancellationToken cancellationToken)
    {
        CheckBlockCount(draft.Name, blob);
        for (var attempt = 1; ; attempt++)
        {
            var existing = await store.FindAsync(blob.Path, cancellationToken);
            if (existing is not null && await IsAlreadyThereAsync(store, blob, existing, cancellationToken))
                return existing.ETag;

            // Asked after the look: what was seen is not another run's, and whatever that writes since then makes the
            // condition of this call's write fail.
            await BackupReservation.RequireAsync(store, draft.Name, draft.BackupUid, cancellationToken);
            try
            {
                return await CommitAsync(store, draft.Name, blob, existing, cancellationToken);
            }
            catch (Exception error) when (attempt < Attempts && error is StoreConflictException or SegmentsMissingException)
            {
                // A twin of this call may have committed since the look above, and the blocks went with it.
                var now = await store.FindAsync(blob.Path, cancellationToken);
                if (now is null || now.ETag == existing?.ETag)
                    throw;
            }
        }
    }

    private static async Task<string> CommitAsync(
        IArchiveStore store, string backup, AssembledBlob blob, StoredBlob? existing, CancellationToken cancellationToken)
    {
        foreach (var piece in blob.Pieces)
        {
            if (piece.Content is not null)
                await store.StageBlockAsync(blob.Path, piece.BlockIds[0], piece.Content, cancellationToken);
        }

        // What is there and is not ours is left from a backup of that name that was never finished.
        var condition = existing is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(existing.ETag);
        try
        {
            var written = await store.CommitBlocksAsync(blob.Path, blob.BlockIds, condition, cancellationToken);
            if (written.Length != blob.Length)
                throw new ArchiveDamagedException(backup, blob.Path, $"its blocks came to {written.Length} bytes instead of {blob.Length}");
            return written.ETag;
        }
        catch (BlocksMissingException error)
        {
            var parts = error.BlockIds.Select(BlockId.PartOf).OfType<int>().Distinct().Order().ToList();
            throw new SegmentsMissingException(backup, parts, error);
        }
    }

    /// <summary>Whether the blob has exactly the bytes it is to get; read only if its length says that it may.</summary>
    private static async Task<bool> IsAlreadyThereAsync(
        IArchiveStore store, AssembledBlob blob, StoredBlob existing, CancellationToken cancellationToken)
    {
        if (existing.Length != blob.Length)
            return false;

        await using var stream = await store.OpenReadAsync(blob.Path, 0, blob.Length, cancellationToken);
        foreach (var piece in blob.Pieces)
        {
            if (await Hashing.HashNextAsync(stream, piece.Length, cancellationToken) != piece.Sha256)
                return false;
        }

        return true;
    }

    private static void CheckBlockCount(string backup, AssembledBlob blob)
    {
        var count = blob.Pieces.Sum(p => p.BlockIds.Count);
        if (count > StoreLimits.MaxBlocksPerBlob)
        {
            throw new Core.Errors.WorkflowsException(
                Core.Errors.ErrorKind.Failed,
                $"Backup \"{backup}\" has {count} blocks; a blob takes {StoreLimits.MaxBlocksPerBlob}. Use larger blocks or fewer parts.");
        }
    }
}
