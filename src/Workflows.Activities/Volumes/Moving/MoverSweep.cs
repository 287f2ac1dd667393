using System.Text.Json.Nodes;
using Workflows.Archive.Restores;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>
/// Removes movers whose run is over: one that was given up, or whose machine is gone. A run at work holds its name in
/// the store; a Job of another store is left alone, since nobody here knows of its run.
/// </summary>
internal sealed class MoverSweep(MoverCluster cluster, IArchiveStore store, string storeUri)
{
    /// <returns>How many Jobs were removed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var job in await cluster.ListJobsAsync(MoverLabels.SelectStore(storeUri), cancellationToken))
        {
            if (!await IsAliveAsync(job, cancellationToken))
            {
                var metadata = job["metadata"]!;
                await cluster.DeleteJobAsync(
                    metadata["namespace"]!.GetValue<string>(), metadata["name"]!.GetValue<string>(), cancellationToken);
                removed++;
            }
        }

        return removed;
    }

    private async Task<bool> IsAliveAsync(JsonObject job, CancellationToken cancellationToken)
    {
        var metadata = job["metadata"]!;
        if (!Guid.TryParse(metadata["labels"]![MoverLabels.Run]?.GetValue<string>(), out var run)
            || metadata["annotations"]?[MoverLabels.Backup]?.GetValue<string>() is not { } backup)
        {
            // Somebody changed it: whose it is can't be told, and it ends by its own deadline.
            return true;
        }

        return metadata["annotations"]![MoverLabels.Restore]?.GetValue<string>() is { } restore
            ? (await RestoreClaims.FindAsync(store, restore, cancellationToken))?.RunUid == run
            : (await BackupReservation.FindAsync(store, backup, cancellationToken))?.BackupUid == run;
    }
}
