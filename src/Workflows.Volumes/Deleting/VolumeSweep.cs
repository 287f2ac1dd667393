using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
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
/// <param name="names">Which records may be of the volume.</param>
/// <param name="time">The clock.</param>
internal sealed class VolumeSweep(IArchiveStore catalog, IArchiveStore data, VolumeNames names, TimeProvider time)
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
            var (named, gone) = await NamedAsync(layout, before.Records, cancellationToken);
            var after = await LookAsync(layout, cancellationToken);
            if (before.IsBusy || after.IsBusy || !before.Records.SequenceEqual(after.Records))
            {
                return new(0, "A backup of the volume is at work; the next one's end frees what nobody needs.");
            }

            var (freed, kept) = await DeleteAsync(stored.Where(blob => !named.Contains(blob.Path)), before, layout, cancellationToken);
            foreach (var name in gone)
            {
                await names.RemoveAsync(volume, name, cancellationToken);
            }

            if (named.Count == 0)
            {
                await VolumeKeys.DeleteAsync(catalog, volume, () => IsUnusedAsync(layout, gone), cancellationToken);
            }

            return new(freed, kept is null ? null : $"Not all could be freed now: {kept.Message} The next backup's end frees what is left.");
        }
        catch (VolumeDamagedException damaged)
        {
            // What that backup needs is not known: nothing is deleted.
            return new(0, $"Nothing was freed: {damaged.Message}");
        }
    }

    /// <summary>What the store keeps for somebody is not tried again here, and keeps nothing else from going.</summary>
    private async Task<(long Freed, StoreProtectedException? Kept)> DeleteAsync(
        IEnumerable<StoredBlob> blobs, Look look, VolumeLayout layout, CancellationToken cancellationToken)
    {
        foreach (var dead in look.Intents)
        {
            await data.DeleteAsync(layout.Intent(dead.Attempt), cancellationToken);
        }

        var (deleted, kept) = (0L, default(StoreProtectedException));
        foreach (var blob in blobs)
        {
            try
            {
                await data.DeleteAsync(blob.Path, cancellationToken);
                deleted += blob.Length;
            }
            catch (StoreProtectedException protection)
            {
                kept = protection;
            }
        }

        return (deleted, kept);
    }

    /// <summary>A backup says that it is at work before it asks for the key, and that there is a record before it is.</summary>
    private async Task<bool> IsUnusedAsync(VolumeLayout layout, IReadOnlyList<VolumeName> gone)
    {
        var look = await LookAsync(layout, CancellationToken.None);
        var (named, _) = await NamedAsync(layout, [.. look.Records.Except(gone)], CancellationToken.None);
        return !look.IsBusy && named.Count == 0;
    }

    private async Task<Look> LookAsync(VolumeLayout layout, CancellationToken cancellationToken)
    {
        var intents = await Intent.ListAsync(data, layout, cancellationToken);
        var now = time.GetUtcNow();
        return new(intents, await names.ListAsync(layout.Volume, cancellationToken), intents.Any(intent => intent.IsAlive(now)));
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

    /// <returns>What the volume's records name, and the names that no record has.</returns>
    private async Task<(HashSet<string> Named, List<VolumeName> Gone)> NamedAsync(
        VolumeLayout layout, IReadOnlyList<VolumeName> candidates, CancellationToken cancellationToken)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        var gone = new List<VolumeName>();
        foreach (var name in candidates)
        {
            var record = await records.FindAsync(name.Backup, cancellationToken);
            if (record is null || name.Attempt is { } attempt && attempt != VolumeLayout.AttemptOfTree(record.Tree.Path))
            {
                gone.Add(name);
            }
            else if (record.Volume == layout.Volume)
            {
                named.Add(record.Tree.Path);
                named.UnionWith(record.Packs.Select(pack => layout.Pack(pack.Name)));
            }
        }

        return (named, gone);
    }

    private sealed record Look(IReadOnlyList<Intent> Intents, IReadOnlyList<VolumeName> Records, bool IsBusy);
}
