using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Deleting;

/// <summary>
/// Deletes backups of volumes: the record first, then what no other record names. While a backup of the volume is at
/// work nothing but the record goes; the end of the next backup takes the rest.
/// </summary>
public sealed class VolumeDeletion
{
    private readonly VolumeStores stores;
    private readonly TimeProvider time;
    private readonly VolumeCatalog catalog;

    public VolumeDeletion(VolumeStores stores, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(stores);
        ArgumentNullException.ThrowIfNull(time);
        this.stores = stores;
        this.time = time;
        catalog = new(stores.Catalog);
    }

    /// <summary>Deletes a backup; one whose record is damaged, too, though what it named is then freed later.</summary>
    /// <exception cref="WorkflowsException">There is no such backup: <see cref="ErrorKind.NotFound"/>.</exception>
    public async Task<SweepResult> DeleteAsync(string backup, CancellationToken cancellationToken = default)
    {
        VolumeRecord record;
        try
        {
            record = await catalog.GetAsync(backup, cancellationToken);
        }
        catch (VolumeDamagedException)
        {
            await stores.Catalog.DeleteAsync(VolumeLayout.Record(backup), cancellationToken);
            return new(0, "Its record was damaged; the next backup of the volume frees what it named.");
        }

        if (await FindDataAsync(record, cancellationToken) is not { } data)
        {
            await stores.Catalog.DeleteAsync(VolumeLayout.Record(backup), cancellationToken);
            return new(0, $"Nothing was left to be freed: its container '{record.Container}' is gone.");
        }

        await stores.Catalog.DeleteAsync(VolumeLayout.Record(backup), cancellationToken);
        return await new VolumeSweep(stores.Catalog, data, new(stores.Catalog, data, record.Container), time).RunAsync(record.Volume, cancellationToken);
    }

    /// <returns>Null where its container is gone.</returns>
    private async Task<IArchiveStore?> FindDataAsync(VolumeRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await stores.OpenAsync(record, cancellationToken);
        }
        catch (StoreNotFoundException) when (record.Container is not null)
        {
            return null;
        }
    }
}
