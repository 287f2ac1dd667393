using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;

namespace Workflows.Cli.Commands.Volumes;

/// <summary>The volume backups of a store, as they open with the key that was given.</summary>
/// <param name="address">The store.</param>
/// <param name="given">The key; null for none.</param>
internal sealed class StoredVolumes(string address, GivenKey? given)
{
    private readonly VolumeStores stores = new(ArchiveStores.Open(address));

    /// <summary>The names of all of them, in order.</summary>
    public Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken) =>
        new VolumeCatalog(stores.Catalog).ListAsync(cancellationToken);

    /// <summary>A backup, and the store that has its data.</summary>
    /// <exception cref="KeyNeededException">It is encrypted, and no key was given.</exception>
    /// <exception cref="WrongKeyException">It is encrypted with another key.</exception>
    /// <exception cref="NotEncryptedException">It is not, and a key was given for it.</exception>
    public async Task<StoredVolume> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var volume = await new VolumeCatalog(stores.Catalog).OpenAsync(name, await KeyForAsync(name, cancellationToken), cancellationToken);
        return new(volume.Record, volume.Keys, await stores.OpenAsync(volume.Record, cancellationToken));
    }

    /// <summary>The same, or, where no key was given, what can be read of it without one.</summary>
    public async Task<StoredVolume> OpenOrLockedAsync(string name, CancellationToken cancellationToken)
    {
        if (given is not null)
        {
            return await OpenAsync(name, cancellationToken);
        }

        var record = await new VolumeCatalog(stores.Catalog).GetAsync(name, cancellationToken);
        return new(record, Keys: null, await stores.OpenAsync(record, cancellationToken));
    }

    /// <summary>A record, as far as the key that was given opens it: for a list of many, which need not all have that key.</summary>
    public async Task<VolumeRecord> GetAsync(string name, CancellationToken cancellationToken)
    {
        var catalog = new VolumeCatalog(stores.Catalog);
        var record = await catalog.GetAsync(name, cancellationToken);
        if (!record.IsLocked || given is null)
        {
            return record;
        }

        try
        {
            return (await catalog.OpenAsync(name, given.Key, cancellationToken)).Record;
        }
        catch (WrongKeyException)
        {
            return record;
        }
    }

    /// <summary>
    /// A key that was named for this command must be needed. One that lies ready for all commands is for the backups
    /// that need one.
    /// </summary>
    private async Task<IKeyEncryption?> KeyForAsync(string name, CancellationToken cancellationToken) =>
        given is { IsForAll: true } && !(await new VolumeCatalog(stores.Catalog).GetAsync(name, cancellationToken)).IsLocked
            ? null
            : given?.Key;
}

/// <summary>A volume backup that was opened.</summary>
/// <param name="Record">Its record.</param>
/// <param name="Keys">What its files are read with; null for one in the clear, and where no key was given.</param>
/// <param name="Data">The store that has its packs and its tree.</param>
internal sealed record StoredVolume(VolumeRecord Record, AttemptKeys? Keys, IArchiveStore Data);
