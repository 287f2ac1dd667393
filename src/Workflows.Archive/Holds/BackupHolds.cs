using System.Text.Json;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Holds;

/// <summary>The legal holds of a store's backups. A hold that can't be read is one all the same.</summary>
/// <param name="store">The store.</param>
public sealed class BackupHolds(IArchiveStore store)
{
    private const string Extension = ".json";

    private const int MaxBytes = 64 << 10;

    /// <summary>The names of the backups that are held; nothing is opened.</summary>
    public async Task<IReadOnlySet<string>> NamesAsync(CancellationToken cancellationToken = default) =>
        await store.ListAsync(ArchiveLayout.Holds, cancellationToken)
            .Select(blob => blob.Path[ArchiveLayout.Holds.Length..])
            .Where(file => file.EndsWith(Extension, StringComparison.Ordinal))
            .Select(file => file[..^Extension.Length])
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);

    /// <summary>The hold of a backup; null where nobody holds it.</summary>
    public async Task<BackupHold?> FindAsync(string backup, CancellationToken cancellationToken = default)
    {
        BackupName.Validate(backup);
        try
        {
            var bytes = await SmallBlobs.ReadAsync(store, ArchiveLayout.Hold(backup), MaxBytes, cancellationToken);
            return DigestedJson.Fault(bytes) is null ? JsonSerializer.Deserialize<BackupHold>(bytes, ArchiveJson.Record) ?? Unreadable : Unreadable;
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            return Unreadable;
        }
    }

    /// <summary>Holds a backup, or keeps to a hold that was being lifted. From here on nobody deletes it through this program.</summary>
    /// <exception cref="ArchiveNotFoundException">There is no such backup, or somebody was just deleting it.</exception>
    public async Task PlaceAsync(string backup, BackupHold hold, CancellationToken cancellationToken = default)
    {
        await RequireAsync(backup, cancellationToken);
        await WriteAsync(backup, hold, cancellationToken);
        try
        {
            // A deletion that asked before it was held deletes the manifest first.
            await RequireAsync(backup, cancellationToken);
        }
        catch (ArchiveNotFoundException)
        {
            await RemoveAsync(backup, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Says that a hold is being lifted, so that nobody puts back what that takes away.</summary>
    public Task BeginReleaseAsync(string backup, BackupHold hold, CancellationToken cancellationToken = default) =>
        WriteAsync(backup, hold with { IsReleasing = true }, cancellationToken);

    /// <summary>Ends a hold.</summary>
    public Task RemoveAsync(string backup, CancellationToken cancellationToken = default) =>
        store.DeleteAsync(ArchiveLayout.Hold(backup), cancellationToken);

    private static BackupHold Unreadable => new("?", DateTimeOffset.UnixEpoch) { Reason = "What was said of it can't be read." };

    private async Task RequireAsync(string backup, CancellationToken cancellationToken)
    {
        BackupName.Validate(backup);
        if (await store.FindAsync(ArchiveLayout.Manifest(backup), cancellationToken) is null)
            throw new ArchiveNotFoundException(store.Location, backup);
    }

    private Task<StoredBlob> WriteAsync(string backup, BackupHold hold, CancellationToken cancellationToken) => store.WriteAsync(
        ArchiveLayout.Hold(backup),
        DigestedJson.Close(JsonSerializer.Serialize(hold, ArchiveJson.Record)),
        WriteCondition.None,
        cancellationToken);
}
