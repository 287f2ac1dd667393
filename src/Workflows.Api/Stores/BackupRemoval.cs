using Workflows.Activities.Volumes;
using Workflows.Archive.Stores;

namespace Workflows.Api.Stores;

/// <summary>Removes a backup, or what a run left of one, with all that is its own.</summary>
/// <param name="stored">The store's backups.</param>
/// <param name="snapshots">The snapshots of backups.</param>
/// <param name="host">This machine or host, for others to read while it is at work.</param>
/// <param name="time">The clock.</param>
public sealed class BackupRemoval(StoredBackups stored, BackupSnapshots snapshots, string host, TimeProvider time)
{
    /// <summary>What may keep it from being removed, for those who ask before they do.</summary>
    public DeletionRules Rules { get; } = new(stored.Address, time);

    /// <summary>What is removed half-way is removed whole by the next call.</summary>
    /// <param name="backup">The backup's name.</param>
    /// <param name="isWhole">Whether its run came to its end, so that no mover can have left what no record names.</param>
    /// <param name="allowLast">Whether the last good backup of a plan may go.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Which snapshots stay with their storage system and why, in a sentence; null for none.</returns>
    /// <exception cref="Errors.RunConflictException">Nobody may delete it now, or it is the last good one of its plan.</exception>
    public async Task<string?> RunAsync(string backup, bool isWhole, bool allowLast, CancellationToken cancellationToken)
    {
        await Rules.RequireAsync(backup, allowLast, cancellationToken);
        var left = await snapshots.RemoveAsync(backup, cancellationToken);

        // First: what is deleted half-way is deleted whole by the next call, which finds it by the backup's name.
        var volumes = new BackupsOfVolumes(ArchiveStores.Open(stored.Address), time);
        await (isWhole ? volumes.DeleteOfAsync(backup, cancellationToken) : volumes.AbandonAsync(backup, cancellationToken));
        await stored.DeleteAsync(backup, host, time.GetUtcNow(), cancellationToken);
        return left;
    }
}
