using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Errors;
using Workflows.Archive.Stores;
using Workflows.Core.Volumes;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;

namespace Workflows.Cli.Commands.Keys;

/// <summary>
/// Which backups of clusters share the keys of volumes: a claim's key is that of all its encrypted backups, whichever
/// backup of a cluster each was made with, so that only all of those together can be given another.
/// </summary>
internal sealed class SharedVolumeKeys
{
    private readonly IArchiveStore store;
    private readonly Dictionary<string, HashSet<string>> backupsByVolume = new(StringComparer.Ordinal);

    private SharedVolumeKeys(IArchiveStore store) => this.store = store;

    /// <summary>Reads the records of all volume backups.</summary>
    public static async Task<SharedVolumeKeys> ReadAsync(IArchiveStore store, CancellationToken cancellationToken)
    {
        var shared = new SharedVolumeKeys(store);
        var catalog = new VolumeCatalog(store);
        foreach (var record in await catalog.ListAsync(cancellationToken))
        {
            if (MoverNames.BackupOf(record) is { } backup
                && await FindVolumeAsync(catalog, record, cancellationToken) is { } volume)
            {
                shared.BackupsOf(volume).Add(backup);
            }
        }

        return shared;
    }

    /// <summary>The volumes whose keys some backups need.</summary>
    public IReadOnlySet<string> VolumesOf(IReadOnlyCollection<string> backups) => backupsByVolume
        .Where(volume => volume.Value.Overlaps(backups))
        .Select(volume => volume.Key)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Those of the named backups that can't be given the new key, since others that keep the old one share a volume's
    /// key with them, each with those others.
    /// </summary>
    /// <param name="named">The named backups.</param>
    /// <param name="newKey">The new key; backups that need it already are in nobody's way.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> FindHeldAsync(
        IReadOnlyCollection<string> named, IKeyEncryption newKey, CancellationToken cancellationToken)
    {
        var going = named.ToHashSet(StringComparer.Ordinal);
        foreach (var other in backupsByVolume.Values.SelectMany(backups => backups).Except(named, StringComparer.Ordinal))
        {
            if (await FindKeyAsync(other, cancellationToken) is not { } key || newKey.Opens(key))
            {
                going.Add(other);
            }
        }

        // Who stays holds others back, who then stay, too.
        var held = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        while (named.FirstOrDefault(name => going.Contains(name) && Others(name, going).Count > 0) is { } next)
        {
            held.Add(next, Others(next, going));
            going.Remove(next);
        }

        return held;
    }

    private List<string> Others(string backup, HashSet<string> going) =>
    [
        .. backupsByVolume.Values
            .Where(backups => backups.Contains(backup))
            .SelectMany(backups => backups)
            .Where(other => !going.Contains(other))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private HashSet<string> BackupsOf(string volume)
    {
        if (!backupsByVolume.TryGetValue(volume, out var backups))
        {
            backupsByVolume.Add(volume, backups = new(StringComparer.Ordinal));
        }

        return backups;
    }

    /// <returns>Null for one in the clear, one that is no claim's, and one whose record can't be read.</returns>
    private static async Task<string?> FindVolumeAsync(
        VolumeCatalog catalog, string record, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.FindAsync(record, cancellationToken) is { Encryption: not null, Container: not null } found
                ? found.Volume
                : null;
        }
        catch (VolumeDamagedException)
        {
            return null;
        }
    }

    /// <returns>Null for what is no backup any more, or can't be opened.</returns>
    private async Task<string?> FindKeyAsync(string backup, CancellationToken cancellationToken)
    {
        try
        {
            return await KeyEnvelopes.FindKeyIdAsync(store, backup, cancellationToken);
        }
        catch (ArchiveDamagedException)
        {
            return null;
        }
    }
}
