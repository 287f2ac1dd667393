using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Archive.Stores;
using Workflows.Core.Backups;

namespace Workflows.Archive.Reading;

/// <summary>
/// Reads one backup. Nothing is handed out that is not proven: the manifest by its digest, the index by the manifest's
/// hashes, each object by the index's. Safe for concurrent use.
/// </summary>
public sealed class ArchiveReader
{
    private readonly IndexReader index;
    private readonly ObjectReader objects;

    private ArchiveReader(IArchiveStore store, ArchiveManifest manifest)
    {
        Manifest = manifest;
        index = new IndexReader(store, manifest.Name);
        objects = new ObjectReader(new ArchiveContent(store, manifest), manifest);
    }

    public ArchiveManifest Manifest { get; }

    /// <summary>Opens a backup; its files must have the lengths that its manifest says.</summary>
    /// <exception cref="ArchiveNotFoundException">There is no such backup.</exception>
    /// <exception cref="ArchiveDamagedException">Its manifest is damaged, or a file is missing or of another length.</exception>
    /// <exception cref="ArchiveVersionException">A newer program wrote it.</exception>
    /// <exception cref="ArchiveEncryptedException">It is encrypted.</exception>
    public static async Task<ArchiveReader> OpenAsync(
        IArchiveStore store, string backup, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        BackupName.Validate(backup);
        var manifest = await ManifestStore.FindAsync(store, backup, cancellationToken)
            ?? throw new ArchiveNotFoundException(store.Location, backup);
        await CheckLengthAsync(store, backup, manifest.Archive.Path, manifest.Archive.Length, cancellationToken);
        await CheckLengthAsync(store, backup, manifest.Index.Path, manifest.Index.Length, cancellationToken);
        return new ArchiveReader(store, manifest);
    }

    /// <summary>
    /// The index, in the order of the archive. Damage in a part is found at the latest after its last entry was
    /// handed out: read to the end before acting on any of it.
    /// </summary>
    /// <exception cref="ArchiveDamagedException">It is not what was written.</exception>
    public IAsyncEnumerable<IndexedObject> ReadIndexAsync(CancellationToken cancellationToken = default) =>
        index.ReadAsync(Manifest.Archive.Segments, cancellationToken);

    /// <summary>
    /// The objects at the given places, in the order given; the order of the archive is the cheapest. Only the members
    /// that hold them are read. Memory holds one member at a time, and what the caller keeps.
    /// </summary>
    /// <exception cref="ArchiveDamagedException">One is not what the location says; it and those after it are not given.</exception>
    public IAsyncEnumerable<ObjectContent> ReadObjectsAsync(
        IReadOnlyList<ObjectLocation> locations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(locations);
        return objects.ReadAsync(locations, cancellationToken);
    }

    private static async Task CheckLengthAsync(
        IArchiveStore store, string backup, string path, long length, CancellationToken cancellationToken)
    {
        var blob = await store.FindAsync(path, cancellationToken)
            ?? throw new ArchiveDamagedException(backup, path, "the file is missing");
        if (blob.Length != length)
            throw new ArchiveDamagedException(backup, path, $"it has {blob.Length} bytes instead of {length}");
    }
}
