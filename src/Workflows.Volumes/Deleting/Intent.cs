using System.Text.Json;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Deleting;

/// <summary>
/// Said by a backup before it looks what is stored: from now on its packs, and those of its parent, are in use though no
/// record names them. It stands until the backup ends, or, of one that died, until it is too old to be at work.
/// </summary>
/// <param name="Backup">The backup at work.</param>
/// <param name="Attempt">In the names of its packs and its tree.</param>
/// <param name="StartedAt">When it began, or said last that it is at work.</param>
internal sealed record Intent(string Backup, string Attempt, DateTimeOffset StartedAt)
{
    /// <summary>A backup at work says so again long before.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private const int MaxBytes = 64 << 10;

    public bool IsAlive(DateTimeOffset now) => now - StartedAt < Lifetime;

    public Task WriteAsync(IArchiveStore store, VolumeLayout layout, CancellationToken cancellationToken) =>
        store.WriteAsync(
            layout.Intent(Attempt), JsonSerializer.SerializeToUtf8Bytes(this), WriteCondition.None, cancellationToken);

    /// <summary>All intents of a volume.</summary>
    public static async Task<IReadOnlyList<Intent>> ListAsync(
        IArchiveStore store, VolumeLayout layout, CancellationToken cancellationToken)
    {
        var intents = new List<Intent>();
        await foreach (var blob in store.ListAsync(layout.Intents, cancellationToken))
        {
            if (await ReadAsync(store, blob.Path, cancellationToken) is { } intent)
            {
                intents.Add(intent);
            }
        }

        return intents;
    }

    /// <returns>Null for one whose backup has ended since it was listed.</returns>
    private static async Task<Intent?> ReadAsync(IArchiveStore store, string path, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<Intent>(await SmallBlobs.ReadAsync(store, path, MaxBytes, cancellationToken))
                ?? Unreadable(path);
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            return Unreadable(path);
        }
    }

    /// <summary>Nobody knows what it protects: it is alive for ever.</summary>
    private static Intent Unreadable(string path) => new("", path, DateTimeOffset.MaxValue);
}
