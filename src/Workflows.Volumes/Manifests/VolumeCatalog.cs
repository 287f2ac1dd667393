using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Manifests;

/// <summary>The records of volume backups in a store.</summary>
public sealed class VolumeCatalog(IArchiveStore store)
{
    /// <summary>What a record may have: some 150 bytes for each pack of 16 MiB come to that at a hundred terabytes.</summary>
    internal const int MaxBytes = 1 << 30;

    /// <exception cref="WorkflowsException">There is none: <see cref="ErrorKind.NotFound"/>.</exception>
    /// <exception cref="VolumeDamagedException">Its record can't be read.</exception>
    public async Task<VolumeRecord> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await FindAsync(name, cancellationToken)
        ?? throw new WorkflowsException(ErrorKind.NotFound, $"There is no volume backup \"{name}\" in {store.Location}.");

    /// <returns>It, locked where it is encrypted; null where there is none.</returns>
    /// <exception cref="VolumeDamagedException">Its record can't be read.</exception>
    public async Task<VolumeRecord?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            return VolumeRecordFile.Read(name, await SmallBlobs.ReadAsync(store, VolumeLayout.Record(name), MaxBytes, cancellationToken));
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
        catch (InvalidDataException tooLarge)
        {
            throw new VolumeDamagedException(name, VolumeLayout.Record(name), tooLarge.Message, tooLarge);
        }
    }

    /// <summary>The names of all of them, in order.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default)
    {
        var names = new List<string>();
        await foreach (var blob in store.ListAsync(VolumeLayout.Records, cancellationToken))
        {
            names.Add(Path.GetFileNameWithoutExtension(blob.Path[VolumeLayout.Records.Length..]));
        }

        return names;
    }

    /// <summary>A backup with what it is read with.</summary>
    /// <param name="name">The backup.</param>
    /// <param name="wrapping">The user's key; null for none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KeyNeededException">It is encrypted, and no key was given.</exception>
    /// <exception cref="WrongKeyException">It is encrypted with another key.</exception>
    /// <exception cref="NotEncryptedException">A key was given, and it is not encrypted.</exception>
    /// <exception cref="WorkflowsException">There is none: <see cref="ErrorKind.NotFound"/>.</exception>
    /// <exception cref="VolumeDamagedException">Its record can't be read, or is not what was sealed.</exception>
    public async Task<OpenedVolume> OpenAsync(
        string name, IKeyEncryption? wrapping, CancellationToken cancellationToken = default)
    {
        var record = await GetAsync(name, cancellationToken);
        var title = $"The volume backup \"{name}\"";
        if (record.Encryption is null)
        {
            return wrapping is null ? new(record, Keys: null) : throw new NotEncryptedException(title);
        }

        var key = await VolumeKeys.OpenAsync(store, record.Volume, wrapping, title, cancellationToken);
        return new(VolumeRecordFile.Unlock(record, key), new(key));
    }

    /// <summary>The latest backup of a volume that the next can share chunks with.</summary>
    /// <param name="names">The names of records to look at.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="container">The container that its data is in; null where that is beside the records.</param>
    /// <param name="isEncrypted">Whether the next is encrypted: only one that is, too, is looked for.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>It, null for none; and whether there are others, of which nothing can be shared for that.</returns>
    internal async Task<(VolumeRecord? Latest, bool HasOthers)> FindLatestAsync(
        IEnumerable<string> names, string volume, string? container, bool isEncrypted, CancellationToken cancellationToken)
    {
        VolumeRecord? latest = null;
        var hasOthers = false;
        foreach (var name in names)
        {
            if (await TryFindAsync(name, cancellationToken) is not { } record
                || (record.Volume, record.Container) != (volume, container))
            {
                continue;
            }

            if (record.Encryption is not null != isEncrypted)
            {
                hasOthers = true;
            }
            else if (latest is null || record.StartedAt > latest.StartedAt)
            {
                latest = record;
            }
        }

        return (latest, hasOthers);
    }

    /// <summary>A record that is damaged, of whatever volume, is no parent, and no reason to back up nothing.</summary>
    private async Task<VolumeRecord?> TryFindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(name, cancellationToken);
        }
        catch (VolumeDamagedException)
        {
            return null;
        }
    }

    /// <exception cref="WorkflowsException">The name is taken: <see cref="ErrorKind.Conflict"/>.</exception>
    public async Task RequireNewAsync(string name, CancellationToken cancellationToken = default)
    {
        if (await store.FindAsync(VolumeLayout.Record(name), cancellationToken) is not null)
        {
            throw Taken(name);
        }
    }

    /// <exception cref="WorkflowsException">The name is taken: <see cref="ErrorKind.Conflict"/>.</exception>
    internal async Task WriteAsync(VolumeRecord record, VolumeKey? key, CancellationToken cancellationToken)
    {
        try
        {
            await store.WriteAsync(
                VolumeLayout.Record(record.Name),
                VolumeRecordFile.Serialize(record, key),
                WriteCondition.IfAbsent,
                cancellationToken);
        }
        catch (StoreConflictException)
        {
            throw Taken(record.Name);
        }
    }

    private WorkflowsException Taken(string name) =>
        new(ErrorKind.Conflict, $"The volume backup \"{name}\" exists already in {store.Location}. Choose another name.");
}
