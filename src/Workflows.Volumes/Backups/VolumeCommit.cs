using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Backups;

/// <summary>
/// Writes the record of a backup, having looked that everything it names is there, and looks once more: a machine that
/// slept for a day may find that its intent was taken for a dead one's.
/// </summary>
internal sealed class VolumeCommit(IArchiveStore catalog, IArchiveStore data, VolumeNames names)
{
    private readonly VolumeCatalog records = new(catalog);

    /// <exception cref="VolumeDamagedException">Something is not there, or vanished; there is no backup then.</exception>
    /// <exception cref="WorkflowsException">The name is taken, or the store failed.</exception>
    public async Task<VolumeRecord> RunAsync(
        VolumeRecord record, string attempt, VolumeKey? key, CancellationToken cancellationToken)
    {
        if (record.Tree.Path != TreeOf(record.Name, record.Volume, attempt))
        {
            throw new VolumeDamagedException(record.Name, record.Tree.Path, $"it is not the tree of the attempt {attempt}");
        }

        if (await FindAsync(record.Name, record.Volume, attempt, key, cancellationToken) is { } committed)
        {
            return committed;
        }

        await RequireThereAsync(record, cancellationToken);
        await names.AddAsync(record.Volume, record.Name, attempt, cancellationToken);
        try
        {
            await records.WriteAsync(record, key, CancellationToken.None);
        }
        catch (WorkflowsException)
        {
            if (await FindAsync(record.Name, record.Volume, attempt, key, CancellationToken.None) is null)
            {
                throw;
            }
        }

        try
        {
            await RequireThereAsync(record, CancellationToken.None);
        }
        catch (VolumeDamagedException)
        {
            await catalog.DeleteAsync(VolumeLayout.Record(record.Name), CancellationToken.None);
            throw;
        }

        return record;
    }

    /// <summary>The record of an attempt that is a backup already; null where it is none.</summary>
    /// <exception cref="VolumeDamagedException">There is a record of that name, which can't be read.</exception>
    public async Task<VolumeRecord?> FindAsync(
        string name, string volume, string attempt, VolumeKey? key, CancellationToken cancellationToken)
    {
        var found = await records.FindAsync(name, cancellationToken);
        return found is null || (found.Volume, found.Tree.Path) != (volume, TreeOf(name, volume, attempt)) ? null
            : key is null ? found
            : VolumeRecordFile.Unlock(found, key);
    }

    private static string TreeOf(string name, string volume, string attempt) => new VolumeLayout(volume).Tree(name, attempt);

    private async Task RequireThereAsync(VolumeRecord record, CancellationToken cancellationToken)
    {
        if (record.Encryption is { } encryption && await catalog.FindAsync(encryption.Envelope, cancellationToken) is null)
        {
            throw new VolumeDamagedException(record.Name, encryption.Envelope, "the key that it needs vanished while it was made");
        }

        var layout = new VolumeLayout(record.Volume);
        var there = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var folder in (string[])[layout.Packs, layout.Trees])
        {
            await foreach (var blob in data.ListAsync(folder, cancellationToken))
            {
                there.Add(blob.Path, blob.Length);
            }
        }

        var named = record.Packs.Select(pack => (Path: layout.Pack(pack.Name), pack.Length))
            .Append((record.Tree.Path, record.Tree.Length));
        foreach (var (path, length) in named)
        {
            if (!there.TryGetValue(path, out var stored))
            {
                throw new VolumeDamagedException(record.Name, path, "it vanished while the backup ran");
            }

            if (stored != length)
            {
                throw new VolumeDamagedException(record.Name, path, $"it has {stored} bytes, and {length} were written");
            }
        }
    }
}
