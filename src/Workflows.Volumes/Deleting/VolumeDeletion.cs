using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Deleting;

/// <summary>
/// Deletes backups of volumes: the record first, then what no other record names. While a backup of the volume is at
/// work nothing but the record goes, since what it will name is not known; the end of the next backup takes the rest.
/// </summary>
public sealed class VolumeDeletion
{
    private readonly IArchiveStore store;
    private readonly TimeProvider time;
    private readonly VolumeCatalog catalog;

    public VolumeDeletion(IArchiveStore store, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        this.store = store;
        this.time = time;
        catalog = new(store);
    }

    /// <summary>Deletes a backup; one whose record is damaged, too, though what it named is then freed later.</summary>
    /// <exception cref="WorkflowsException">There is no such backup: <see cref="ErrorKind.NotFound"/>.</exception>
    public async Task<SweepResult> DeleteAsync(string backup, CancellationToken cancellationToken = default)
    {
        string volume;
        try
        {
            volume = (await catalog.GetAsync(backup, cancellationToken)).Volume;
        }
        catch (VolumeDamagedException)
        {
            await store.DeleteAsync(VolumeLayout.Record(backup), cancellationToken);
            return new(0, "Its record was damaged; the next backup of the volume frees what it named.");
        }

        await store.DeleteAsync(VolumeLayout.Record(backup), cancellationToken);
        return await SweepAsync(volume, cancellationToken);
    }

    /// <summary>Deletes what belongs to no backup of a volume: what deleted ones, and ones that died, have left.</summary>
    public async Task<SweepResult> SweepAsync(string volume, CancellationToken cancellationToken = default)
    {
        var layout = new VolumeLayout(volume);
        try
        {
            // Before and after: a backup at work is seen by its intent in one of them, or has come and gone in between
            // and is seen by its record. What is stored after the list is not in it.
            var before = await LookAsync(layout, cancellationToken);
            var stored = await ListStoredAsync(layout, cancellationToken);
            var named = await NamedAsync(layout, before.Records, cancellationToken);
            var after = await LookAsync(layout, cancellationToken);
            if (before.IsBusy || after.IsBusy || !before.Records.SequenceEqual(after.Records))
            {
                return new(0, "A backup of the volume is at work; the next one's end frees what nobody needs.");
            }

            return new(await DeleteAsync(stored.Where(blob => !named.Contains(blob.Path)), before, layout, cancellationToken), null);
        }
        catch (VolumeDamagedException damaged)
        {
            // What that backup needs is not known: nothing is deleted.
            return new(0, $"Nothing was freed: {damaged.Message}");
        }
    }

    private async Task<long> DeleteAsync(
        IEnumerable<StoredBlob> blobs, Look look, VolumeLayout layout, CancellationToken cancellationToken)
    {
        foreach (var dead in look.Intents)
        {
            await store.DeleteAsync(layout.Intent(dead.Attempt), cancellationToken);
        }

        var deleted = 0L;
        foreach (var blob in blobs)
        {
            await store.DeleteAsync(blob.Path, cancellationToken);
            deleted += blob.Length;
        }

        return deleted;
    }

    private async Task<Look> LookAsync(VolumeLayout layout, CancellationToken cancellationToken)
    {
        var intents = await Intent.ListAsync(store, layout, cancellationToken);
        var now = time.GetUtcNow();
        return new(intents, await catalog.ListAsync(cancellationToken), intents.Any(intent => intent.IsAlive(now)));
    }

    private async Task<List<StoredBlob>> ListStoredAsync(VolumeLayout layout, CancellationToken cancellationToken)
    {
        var stored = new List<StoredBlob>();
        foreach (var folder in (string[])[layout.Packs, layout.Trees])
        {
            await foreach (var blob in store.ListAsync(folder, cancellationToken))
            {
                stored.Add(blob);
            }
        }

        return stored;
    }

    private async Task<HashSet<string>> NamedAsync(
        VolumeLayout layout, IReadOnlyList<string> records, CancellationToken cancellationToken)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in records)
        {
            if (await catalog.FindAsync(name, cancellationToken) is { } record && record.Volume == layout.Volume)
            {
                named.Add(record.Tree.Path);
                named.UnionWith(record.Packs.Select(pack => layout.Pack(pack.Name)));
            }
        }

        return named;
    }

    private sealed record Look(IReadOnlyList<Intent> Intents, IReadOnlyList<string> Records, bool IsBusy);
}
