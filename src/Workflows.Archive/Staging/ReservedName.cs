using Workflows.Archive.Errors;
using Workflows.Archive.Stores;

namespace Workflows.Archive.Staging;

/// <summary>
/// Deletes what belongs to a backup's name for whoever holds that, and stops when somebody else does. An attempt may
/// sleep for days between two of its steps, in which its name is let go and becomes another backup's: so the
/// reservation is read right before each deletion. A store deletes unconditionally: what can still go wrong is an
/// attempt that sleeps between that look and the one call after it.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="backup">The backup's name.</param>
/// <param name="uid">The identity that holds it: a run's, or a deletion's.</param>
internal sealed class ReservedName(IArchiveStore store, string backup, Guid uid)
{
    /// <exception cref="BackupConflictException">The name is not held by this identity any more.</exception>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        await RequireAsync(cancellationToken);
        await store.DeleteAsync(path, cancellationToken);
    }

    /// <exception cref="BackupConflictException">The name is not held by this identity any more.</exception>
    public async Task DeleteFolderAsync(string folder, CancellationToken cancellationToken)
    {
        await foreach (var blob in store.ListAsync(folder, cancellationToken))
            await DeleteAsync(blob.Path, cancellationToken);
    }

    /// <summary>Drops the blocks that no commit took, encrypted or not.</summary>
    /// <exception cref="BackupConflictException">The name is not held by this identity any more.</exception>
    public async Task DiscardBlocksAsync(CancellationToken cancellationToken)
    {
        foreach (var path in StagedBlocks.PathsOf(backup))
        {
            await RequireAsync(cancellationToken);
            await store.DiscardBlocksAsync(path, cancellationToken);
        }
    }

    /// <summary>Deletes the staged documents, and lets the name go, last.</summary>
    /// <exception cref="BackupConflictException">The name is not held by this identity any more.</exception>
    public Task LetGoAsync(CancellationToken cancellationToken) =>
        StagingArea.ForBackup(store, backup).ClearAsync(RequireAsync, cancellationToken);

    private Task RequireAsync(CancellationToken cancellationToken) =>
        BackupReservation.RequireHeldAsync(store, backup, uid, cancellationToken);
}
