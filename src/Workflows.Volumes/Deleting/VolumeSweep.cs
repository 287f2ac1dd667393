using Workflows.Archive.Stores;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Deleting;

/// <summary>
/// Deletes what belongs to no backup of a volume: what deleted ones, and ones that died, have left. While a backup of
/// the volume is at work nothing goes, since what it will name is not known.
/// </summary>
/// <param name="catalog">The store that has the records.</param>
/// <param name="data">The store that has the packs and trees.</param>
/// <param name="time">The clock.</param>
internal sealed class VolumeSweep(IArchiveStore catalog, IArchiveStore data, TimeProvider time)
{
    private readonly VolumeCatalog records = new(catalog);

    public async Task<SweepResult> RunAsync(string volume, CancellationToken cancellationToken)
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
            await data.DeleteAsync(layout.Intent(dead.Attempt), cancellationToken);
        }

        var deleted = 0L;
        foreach (var blob in blobs)
        {
            await data.DeleteAsync(blob.Path, cancellationToken);
            deleted += blob.Length;
        }

        return deleted;
    }

    private async Task<Look> LookAsync(VolumeLayout layout, CancellationToken cancellationToken)
    {
        var intents = await Intent.ListAsync(data, layout, cancellationToken);
        var now = time.GetUtcNow();
        return new(intents, await records.ListAsync(cancellationToken), intents.Any(intent => intent.IsAlive(now)));
    }

    private async Task<List<StoredBlob>> ListStoredAsync(VolumeLayout layout, CancellationToken cancellationToken)
    {
        var stored = new List<StoredBlob>();
        foreach (var folder in (string[])[layout.Packs, layout.Trees, layout.Results])
        {
            await foreach (var blob in data.ListAsync(folder, cancellationToken))
            {
                stored.Add(blob);
            }
        }

        return stored;
    }

    private async Task<HashSet<string>> NamedAsync(
        VolumeLayout layout, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (await records.FindAsync(name, cancellationToken) is { } record && record.Volume == layout.Volume)
            {
                named.Add(record.Tree.Path);
                named.UnionWith(record.Packs.Select(pack => layout.Pack(pack.Name)));
            }
        }

        return named;
    }

    private sealed record Look(IReadOnlyList<Intent> Intents, IReadOnlyList<string> Records, bool IsBusy);
}
