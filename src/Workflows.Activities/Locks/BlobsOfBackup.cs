using System.Runtime.CompilerServices;
using Workflows.Archive.Format;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Locks;
using Workflows.Core.Volumes;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;

namespace Workflows.Activities.Locks;

/// <summary>
/// Every blob that a backup needs, with what keeps it: its own files, and of its volumes the records, the trees and all
/// packs, those that earlier backups wrote included. Keys' envelopes are not among them: they must be rotated.
/// </summary>
/// <param name="store">The store.</param>
internal sealed class BlobsOfBackup(IArchiveStore store)
{
    private readonly VolumeCatalog volumes = new(store);
    private readonly VolumeStores stores = new(store);

    /// <summary>All but the manifest.</summary>
    /// <exception cref="Workflows.Volumes.Errors.VolumeDamagedException">A volume's record can't be read.</exception>
    public async IAsyncEnumerable<LockableBlob> ListAsync(
        string backup, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (store is not ILockingStore own)
        {
            yield break;
        }

        foreach (var record in (await volumes.ListAsync(cancellationToken)).Where(name => MoverNames.IsRecordOf(backup, name)))
        {
            await foreach (var blob in OfVolumeAsync(own, record, cancellationToken))
            {
                yield return blob;
            }
        }

        foreach (var prefix in (string[])[ArchiveLayout.VeleroFolder(backup), ArchiveLayout.EncryptedFolder(backup)])
        {
            await foreach (var blob in own.ListLocksAsync(prefix, cancellationToken))
            {
                yield return new(own, blob);
            }
        }

        if (await own.FindLockAsync(ArchiveLayout.Index(backup), cancellationToken) is { } index)
        {
            yield return new(own, index);
        }
    }

    private async IAsyncEnumerable<LockableBlob> OfVolumeAsync(
        ILockingStore own, string record, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A directory's backup may have a name like a claim's; only those of claims lie in containers.
        if (await volumes.FindAsync(record, cancellationToken) is not { Container: not null } volume)
        {
            yield break;
        }

        var layout = new VolumeLayout(volume.Volume);
        var named = volume.Packs.Select(pack => layout.Pack(pack.Name)).Append(volume.Tree.Path).ToHashSet(StringComparer.Ordinal);
        if (await stores.OpenAsync(volume, cancellationToken) is not ILockingStore data)
        {
            throw new StoreLocksUnsupportedException(store.Location, $"the container of volume {volume.Volume} has none");
        }

        foreach (var folder in (string[])[layout.Packs, layout.Trees])
        {
            await foreach (var blob in data.ListLocksAsync(folder, cancellationToken))
            {
                if (named.Contains(blob.Path))
                {
                    yield return new(data, blob);
                }
            }
        }

        if (await own.FindLockAsync(VolumeLayout.Record(record), cancellationToken) is { } found)
        {
            yield return new(own, found);
        }
    }
}

/// <param name="Store">The store that it is in: the backup's own, or a container of it.</param>
/// <param name="Seen">What keeps it.</param>
internal readonly record struct LockableBlob(ILockingStore Store, BlobLock Seen);
