using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Deleting;

/// <summary>
/// Deletes backups of volumes: the record first, then what no other record names. While a backup of the volume is at
/// work nothing but the record goes, since what it will name is not known; the next deletion, or the next backup's end,
/// takes the rest.
/// </summary>
public sealed class VolumeDeletion(IArchiveStore store, TimeProvider time)
{
    private readonly VolumeCatalog catalog = new(store);

    /// <returns>How many bytes of packs were deleted.</returns>
    /// <exception cref="WorkflowsException">There is no such backup: <see cref="ErrorKind.NotFound"/>.</exception>
    public async Task<long> DeleteAsync(string backup, CancellationToken cancellationToken = default)
    {
        var record = await catalog.GetAsync(backup, cancellationToken);
        await store.DeleteAsync(VolumeLayout.Record(backup), cancellationToken);
        return await SweepAsync(record.Volume, cancellationToken);
    }

    /// <summary>Deletes what belongs to no backup of a volume: what deleted ones, and ones that died, have left.</summary>
    /// <returns>How many bytes of packs were deleted.</returns>
    /// <exception cref="Errors.VolumeDamagedException">
    /// A record can't be read: what it names is not known, and nothing was deleted.
    /// </exception>
    public async Task<long> SweepAsync(string volume, CancellationToken cancellationToken = default)
    {
        var layout = new VolumeLayout(volume);

        // In this order. What a backup stores after the list is not in it; the parent of one that begins after the
        // records were read is among them, and one that began before has said so by the time that intents are read.
        var stored = new List<StoredBlob>();
        await foreach (var blob in store.ListAsync(layout.Packs, cancellationToken))
        {
            stored.Add(blob);
        }

        await foreach (var blob in store.ListAsync(layout.Trees, cancellationToken))
        {
            stored.Add(blob);
        }

        var named = await NamedAsync(layout, cancellationToken);
        var intents = await Intent.ListAsync(store, layout, cancellationToken);
        if (intents.Any(intent => intent.IsAlive(time.GetUtcNow())))
        {
            return 0;
        }

        foreach (var dead in intents)
        {
            await store.DeleteAsync(layout.Intent(dead.Attempt), cancellationToken);
        }

        var deleted = 0L;
        foreach (var blob in stored.Where(blob => !named.Contains(blob.Path)))
        {
            await store.DeleteAsync(blob.Path, cancellationToken);
            deleted += blob.Length;
        }

        return deleted;
    }

    private async Task<HashSet<string>> NamedAsync(VolumeLayout layout, CancellationToken cancellationToken)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in await catalog.ListAsync(cancellationToken))
        {
            if (await catalog.FindAsync(name, cancellationToken) is { } record && record.Volume == layout.Volume)
            {
                named.Add(record.Tree.Path);
                named.UnionWith(record.Packs.Select(pack => layout.Pack(pack.Name)));
            }
        }

        return named;
    }
}
