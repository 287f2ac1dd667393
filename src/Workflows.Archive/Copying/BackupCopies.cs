using System.Text.Json;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Copying;

/// <summary>
/// Which backups of a store are copies. Snapshots that a copy names are those of the backup that it is of: they must not go
/// with the copy.
/// </summary>
/// <param name="store">The store.</param>
public sealed class BackupCopies(IArchiveStore store)
{
    private const int MaxBytes = 64 << 10;

    /// <summary>Where a backup was copied from; null for one that was made here.</summary>
    /// <param name="backup">Its name.</param>
    /// <param name="backupUid">Its identity.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What can't be read is taken for a copy of it: then nothing that others need goes with it.</returns>
    public async Task<BackupCopy?> FindAsync(string backup, Guid backupUid, CancellationToken cancellationToken = default)
    {
        BackupName.Validate(backup);
        BackupCopy? found;
        try
        {
            var bytes = await SmallBlobs.ReadAsync(store, ArchiveLayout.Copy(backup), MaxBytes, cancellationToken);
            found = DigestedJson.Fault(bytes) is null ? JsonSerializer.Deserialize<BackupCopy>(bytes, ArchiveJson.Record) : null;
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            found = null;
        }

        found ??= new BackupCopy(backupUid, "?", DateTimeOffset.UnixEpoch);
        return found.BackupUid == backupUid ? found : null;
    }

    internal Task<StoredBlob> WriteAsync(string backup, BackupCopy copy, CancellationToken cancellationToken) => store.WriteAsync(
        ArchiveLayout.Copy(backup),
        DigestedJson.Close(JsonSerializer.Serialize(copy, ArchiveJson.Record)),
        WriteCondition.None,
        cancellationToken);
}
