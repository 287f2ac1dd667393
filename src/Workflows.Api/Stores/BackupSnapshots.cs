using Workflows.Activities.Volumes.Snapshots;
using Workflows.Archive.Copying;
using Workflows.Archive.Errors;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Stores;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Api.Stores;

/// <summary>The snapshots that go when their backup is deleted.</summary>
/// <param name="address">The store.</param>
/// <param name="locate">Finds the cluster that took them.</param>
/// <param name="remove">Removes snapshots in a cluster; tells how many are gone.</param>
public sealed class BackupSnapshots(
    string address,
    Func<ClusterReference> locate,
    Func<ClusterReference, SnapshotRemoval, CancellationToken, Task<int>> remove)
{
    /// <summary>
    /// Removes them in their cluster. A backup can be deleted all the same where that is not possible:
    /// clusters end before their backups do.
    /// </summary>
    /// <returns>What is left, and why, in a sentence; null for nothing.</returns>
    public async Task<string?> RemoveAsync(string backup, CancellationToken cancellationToken)
    {
        var store = ArchiveStores.Open(address);
        if (await FindAsync(store, backup, cancellationToken) is not { Snapshots: > 0 } overview
            || await new BackupCopies(store).FindAsync(backup, overview.BackupUid, cancellationToken) is not null)
        {
            // Those of a copy belong to the backup that it is of, and go with that.
            return null;
        }

        var removal = await SnapshotsOfBackup.ReadAsync(store, overview, cancellationToken);
        var known = removal.Known;
        try
        {
            var removed = await remove(locate(), removal, cancellationToken);
            return removed >= overview.Snapshots
                ? null
                : Left(overview.Snapshots - removed, known, "The cluster knows nothing of them, and only the backup's key tells what they are called.");
        }
        catch (WorkflowsException failed)
        {
            return Left(overview.Snapshots, known, failed.Message);
        }
    }

    /// <summary>A manifest that can't be read tells of no snapshots; what it was can be deleted all the same.</summary>
    private static async Task<BackupOverview?> FindAsync(IArchiveStore store, string backup, CancellationToken cancellationToken)
    {
        try
        {
            return await new BackupCatalog(store).FindAsync(backup, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is ArchiveDamagedException or ArchiveVersionException)
        {
            return null;
        }
    }

    private static string Left(int count, IReadOnlyList<ArchivedSnapshot> known, string why) =>
        $"{count} of its snapshots may still be with their storage system"
        + (known.Count == 0 ? "" : $" ({string.Join(", ", known.Select(snapshot => $"{snapshot.Driver}: {snapshot.Handle}"))})")
        + $": {why}";
}
