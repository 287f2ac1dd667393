using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Manifests;

/// <summary>Reads manifests in a store.</summary>
internal static class ManifestStore
{
    /// <summary>The manifest of a backup; null when there is no such backup.</summary>
    /// <exception cref="ArchiveDamagedException">It is there and damaged.</exception>
    public static async Task<StoredManifest?> FindAsync(IArchiveStore store, string backup, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await SmallBlobs.ReadAsync(
                store, ArchiveLayout.Manifest(backup), ArchiveFormat.MaxManifestBytes, cancellationToken);
            return ManifestFile.Read(backup, bytes);
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
        catch (InvalidDataException error)
        {
            throw ManifestFile.Damaged(backup, error.Message, error);
        }
    }
}
