using System.Security.Cryptography;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Errors;
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

    private readonly IBlobReader files;

    private ArchiveReader(OpenedArchive archive, BackupOverview overview)
    {
        (Manifest, files) = archive;
        Overview = overview;
        index = new IndexReader(files, Manifest.Name, Manifest.Index.Path);
        objects = new ObjectReader(new ArchiveContent(files, Manifest), Manifest);
    }

    public ArchiveManifest Manifest { get; }

    /// <summary>What it says without a key.</summary>
    public BackupOverview Overview { get; }

    /// <summary>Opens a backup; its files must have the lengths that its manifest says.</summary>
    /// <exception cref="ArchiveNotFoundException">There is no such backup.</exception>
    /// <exception cref="ArchiveDamagedException">Its manifest is damaged, or a file is missing or of another length.</exception>
    /// <exception cref="ArchiveVersionException">A newer program wrote it.</exception>
    /// <exception cref="KeyNeededException">It is encrypted, and no key was given.</exception>
    /// <exception cref="WrongKeyException">It is encrypted with another key.</exception>
    /// <exception cref="NotEncryptedException">It is not encrypted, and a key was given.</exception>
    public static async Task<ArchiveReader> OpenAsync(
        IArchiveStore store, string backup, IKeyEncryption? key = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        BackupName.Validate(backup);
        var stored = await ManifestStore.FindAsync(store, backup, cancellationToken)
            ?? throw new ArchiveNotFoundException(store.Location, backup);
        var archive = await OpenedArchive.OpenAsync(store, stored, key, cancellationToken);
        var manifest = archive.Manifest;
        await CheckLengthAsync(archive.Files, backup, manifest.Archive.Path, manifest.Archive.Length, cancellationToken);
        await CheckLengthAsync(archive.Files, backup, manifest.Index.Path, manifest.Index.Length, cancellationToken);
        return new ArchiveReader(archive, stored.Overview);
    }

    /// <summary>The whole archive: one plain <c>.tar.gz</c>. What it gives was not compared with its hash.</summary>
    /// <exception cref="ArchiveDamagedException">The file is missing or of another length; later, a frame is not what was sealed.</exception>
    public Task<Stream> OpenArchiveAsync(CancellationToken cancellationToken = default) =>
        new ArchiveContent(files, Manifest).OpenAsync(0, Manifest.Archive.Length, cancellationToken);

    /// <summary>One of Velero's documents, as it would lie in Velero's folder; null when the backup has none of that name.</summary>
    /// <param name="name">The file's name, such as <c>velero-backup.json</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArchiveDamagedException">It is not what was written.</exception>
    public async Task<byte[]?> FindDocumentAsync(string name, CancellationToken cancellationToken = default)
    {
        if (Manifest.Documents.FirstOrDefault(d => ArchivePaths.PlainName(d.Path) == name) is not { } document)
            return null;

        await CheckLengthAsync(files, Manifest.Name, document.Path, document.Length, cancellationToken);
        var content = new byte[document.Length];
        await using var stream = await files.OpenReadAsync(document.Path, 0, document.Length, cancellationToken);
        await stream.ReadExactlyAsync(content, cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(content)) == document.Sha256
            ? content
            : throw new ArchiveDamagedException(Manifest.Name, document.Path, "its bytes don't match their hash");
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
        IBlobReader files, string backup, string path, long length, CancellationToken cancellationToken)
    {
        var blob = await files.FindAsync(path, cancellationToken)
            ?? throw new ArchiveDamagedException(backup, path, "the file is missing");
        if (blob.Length != length)
            throw new ArchiveDamagedException(backup, path, $"it has {blob.Length} bytes instead of {length}");
    }
}
