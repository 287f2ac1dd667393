using Workflows.Activities.Volumes.Snapshots;
using Workflows.Archive.Stores;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>
/// Removes movers and snapshots whose run is over: one that was given up, or whose machine is gone. A run at work holds its
/// name in the store; what belongs to another store is left alone, since nobody here knows of its run.
/// </summary>
internal sealed class MoverSweep(MoverCluster cluster, IArchiveStore store, string storeUri)
{
    /// <returns>How many Jobs were removed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        var runs = new RunLife(store);
        foreach (var job in await cluster.ListJobsAsync(MoverLabels.SelectStore(storeUri), cancellationToken))
        {
            if (!await runs.IsAliveAsync(job, cancellationToken))
            {
                var metadata = job["metadata"]!;
                await cluster.DeleteJobAsync(
                    metadata["namespace"]!.GetValue<string>(), metadata["name"]!.GetValue<string>(), cancellationToken);
                removed++;
            }
        }

        await new SnapshotSweep(new(cluster), runs, storeUri).RunAsync(cancellationToken);
        return removed;
    }
}
