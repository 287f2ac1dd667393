using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Volumes;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Deleting;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;

namespace Workflows.Activities.Volumes;

/// <summary>The backups of volumes that belong to backups of clusters.</summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
public sealed class BackupsOfVolumes(IArchiveStore store, TimeProvider time)
{
    /// <summary>How many containers are looked into at once.</summary>
    private const int Lookers = 16;

    /// <summary>
    /// Deletes those of a backup, by their names: whether or not its manifest can be read, or was ever written. May be
    /// repeated until it succeeds.
    /// </summary>
    /// <returns>How many there were, and how many bytes that freed; what is used by a backup at work is freed later.</returns>
    public async Task<(int Deleted, long FreedBytes)> DeleteOfAsync(string backup, CancellationToken cancellationToken)
    {
        var (deleted, freed) = (0, 0L);
        var deletion = new VolumeDeletion(new(store), time);
        var catalog = new VolumeCatalog(store);
        foreach (var record in await catalog.ListAsync(cancellationToken))
        {
            if (MoverNames.IsRecordOf(backup, record) && await IsOfClaimAsync(catalog, record, cancellationToken))
            {
                freed += (await deletion.DeleteAsync(record, cancellationToken)).FreedBytes;
                deleted++;
            }
        }

        return (deleted, freed);
    }

    /// <summary>
    /// The same of a backup whose run came to no end, and goes on no more: what its movers stored that no record names
    /// goes, too. Where containers can't be listed, the next backup of each claim does that.
    /// </summary>
    /// <returns>How many there were, and how many bytes that freed.</returns>
    public async Task<(int Deleted, long FreedBytes)> AbandonAsync(string backup, CancellationToken cancellationToken)
    {
        var (deleted, freed) = await DeleteOfAsync(backup, cancellationToken);
        await Parallel.ForEachAsync(
            await FindVolumesAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = Lookers, CancellationToken = cancellationToken },
            async (volume, token) => Interlocked.Add(ref freed, await EndAsync(backup, volume, token)));
        return (deleted, freed);
    }

    private async Task<IReadOnlyList<string>> FindVolumesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return store is IContainerStore containers
                ? [.. (await containers.ListContainersAsync(cancellationToken)).Where(MoverNames.IsVolume)]
                : [];
        }
        catch (StoreException failed) when (failed is StoreNotFoundException or StoreAccessDeniedException)
        {
            return [];
        }
    }

    private async Task<long> EndAsync(string backup, string volume, CancellationToken cancellationToken)
    {
        try
        {
            var data = await ((IContainerStore)store).OpenContainerAsync(volume, create: false, cancellationToken);
            var runs = new VolumeRuns(store, data, time, volume);
            var freed = 0L;
            foreach (var record in await runs.FindBegunAsync(volume, cancellationToken))
            {
                if (MoverNames.IsRecordOf(backup, record))
                {
                    freed += (await runs.EndAsync(record, volume, cancellationToken)).FreedBytes;
                }
            }

            return freed;
        }
        catch (StoreNotFoundException)
        {
            // Its container was deleted since.
            return 0;
        }
    }

    /// <summary>Somebody may give a directory's backup a name like these; only claims' backups lie in containers.</summary>
    private static async Task<bool> IsOfClaimAsync(VolumeCatalog catalog, string record, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.FindAsync(record, cancellationToken) is { Container: not null };
        }
        catch (VolumeDamagedException)
        {
            // What it was can't be told any more, and neither what it would be good for.
            return true;
        }
    }
}
