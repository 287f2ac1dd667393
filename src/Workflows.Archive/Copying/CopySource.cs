using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Manifests;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;

namespace Workflows.Archive.Copying;

/// <summary>A backup that is copied from a store.</summary>
/// <param name="store">The store.</param>
/// <param name="backup">The backup's name.</param>
public sealed class CopySource(IArchiveStore store, string backup)
{
    public IArchiveStore Store { get; } = store;

    public string Backup { get; } = backup;

    /// <summary>The backup as it is there; no key is needed.</summary>
    /// <exception cref="ArchiveNotFoundException">There is no such backup.</exception>
    /// <exception cref="ArchiveDamagedException">Its manifest is damaged.</exception>
    /// <exception cref="ArchiveVersionException">A newer program wrote it: what it needs can't be told.</exception>
    public async Task<CopiedBackup> ReadAsync(CancellationToken cancellationToken = default)
    {
        BackupName.Validate(Backup);
        byte[] manifest;
        try
        {
            manifest = await SmallBlobs.ReadAsync(
                Store, ArchiveLayout.Manifest(Backup), ArchiveFormat.MaxManifestBytes, cancellationToken);
        }
        catch (BlobNotFoundException)
        {
            throw new ArchiveNotFoundException(Store.Location, Backup);
        }
        catch (InvalidDataException error)
        {
            throw ManifestFile.Damaged(Backup, error.Message, error);
        }

        return CopiedBackup.Of(manifest, ManifestFile.Read(Backup, manifest));
    }

    /// <summary>Why something that the backup needs is not there: it is damaged, or was deleted meanwhile.</summary>
    public async Task<WorkflowsException> MissingAsync(string path, CancellationToken cancellationToken = default) =>
        await Store.FindAsync(ArchiveLayout.Manifest(Backup), cancellationToken) is null
            ? new WorkflowsException(
                ErrorKind.NotFound,
                $"Backup \"{Backup}\" was deleted from {Store.Location} while it was copied (\"{path}\" is gone): there is no copy of it.")
            : new ArchiveDamagedException(Backup, path, $"the file is missing in {Store.Location}");

    /// <summary>What is read is not what was written.</summary>
    internal ArchiveDamagedException Damaged(string path, string what) => new(Backup, path, $"{what} in {Store.Location}");
}
