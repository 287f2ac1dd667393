using Workflows.Archive.Stores;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Manifests;

/// <summary>
/// Which records may be of a volume. A container has a file for each, written before the record; of what is beside the
/// records, any of them may be.
/// </summary>
/// <param name="catalog">The store that has the records.</param>
/// <param name="data">The store that has the packs and trees.</param>
/// <param name="container">The name of that container; null where it is the same store.</param>
internal sealed class VolumeNames(IArchiveStore catalog, IArchiveStore data, string? container)
{
    /// <summary>All records of the volume, and perhaps more, in order.</summary>
    public async Task<IReadOnlyList<VolumeName>> ListAsync(string volume, CancellationToken cancellationToken)
    {
        if (container is null)
        {
            return [.. (await new VolumeCatalog(catalog).ListAsync(cancellationToken)).Select(name => new VolumeName(name, Attempt: null))];
        }

        var folder = new VolumeLayout(volume).Names;
        return await data.ListAsync(folder, cancellationToken)
            .Select(blob => Parse(blob.Path[folder.Length..]))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Before a record is written.</summary>
    public async Task AddAsync(string volume, string backup, string attempt, CancellationToken cancellationToken)
    {
        if (container is not null)
        {
            await data.WriteAsync(new VolumeLayout(volume).NameOf(backup, attempt), default, WriteCondition.None, cancellationToken);
        }
    }

    /// <summary>When there is no such record, and nobody is about to write it.</summary>
    public async Task RemoveAsync(string volume, VolumeName name, CancellationToken cancellationToken)
    {
        if (name.Attempt is { } attempt)
        {
            await data.DeleteAsync(new VolumeLayout(volume).NameOf(name.Backup, attempt), cancellationToken);
        }
    }

    private static VolumeName Parse(string file)
    {
        var end = file.LastIndexOf('-');
        return end < 0 ? new(file, Attempt: null) : new(file[..end], file[(end + 1)..]);
    }
}

/// <param name="Backup">The name of a backup.</param>
/// <param name="Attempt">The attempt that it is of; null for whichever.</param>
internal sealed record VolumeName(string Backup, string? Attempt);
