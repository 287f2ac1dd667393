using System.Text.Json;
using Workflows.Archive.Stores;
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

    public bool IsAlive(DateTimeOffset now) => now - StartedAt < Lifetime;

    public Task WriteAsync(IArchiveStore store, VolumeLayout layout, CancellationToken cancellationToken) =>
        store.WriteAsync(
            layout.Intent(Attempt), JsonSerializer.SerializeToUtf8Bytes(this), WriteCondition.None, cancellationToken);

    /// <summary>All intents of a volume; what can't be read is alive for ever, since nobody knows what it protects.</summary>
    public static async Task<IReadOnlyList<Intent>> ListAsync(
        IArchiveStore store, VolumeLayout layout, CancellationToken cancellationToken)
    {
        var intents = new List<Intent>();
        await foreach (var blob in store.ListAsync(layout.Intents, cancellationToken))
        {
            await using var stream = await store.OpenReadAsync(blob.Path, cancellationToken: cancellationToken);
            intents.Add(await JsonSerializer.DeserializeAsync<Intent>(stream, cancellationToken: cancellationToken)
                ?? throw new JsonException($"{blob.Path} is empty."));
        }

        return intents;
    }
}
