using System.Collections.Concurrent;

namespace Workflows.Archive.Encryption.Volumes;

/// <summary>
/// The keys that a volume's backup is read with: it names files of several attempts. Whoever has the volume's key has
/// those of all attempts; what restores beside the data has those that it was handed. Safe for concurrent use.
/// </summary>
public sealed class AttemptKeys
{
    private readonly ConcurrentDictionary<string, AttemptKey> keys;
    private readonly VolumeKey? volume;

    /// <summary>Those of all attempts.</summary>
    public AttemptKeys(VolumeKey volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        this.volume = volume;
        keys = new(StringComparer.Ordinal);
    }

    /// <summary>Those that were handed over.</summary>
    public AttemptKeys(IEnumerable<AttemptKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        this.keys = new(keys.Select(key => KeyValuePair.Create(key.Attempt, key)), StringComparer.Ordinal);
    }

    /// <summary>The key of an attempt; null for one that is none, or whose key was not handed over.</summary>
    public AttemptKey? Find(string attempt) =>
        keys.TryGetValue(attempt, out var key) ? key
        : volume is not null && Guid.TryParseExact(attempt, "N", out _) ? keys.GetOrAdd(attempt, volume.ForAttempt)
        : null;
}
