using Workflows.Archive.Stores;
using Workflows.Core.Volumes;
using Workflows.Volumes.Deleting;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;

namespace Workflows.Activities.Volumes;

/// <summary>The backups of volumes that belong to backups of clusters.</summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
public sealed class BackupsOfVolumes(IArchiveStore store, TimeProvider time)
{
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
