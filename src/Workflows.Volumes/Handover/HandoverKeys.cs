using Workflows.Archive.Encryption.Volumes;
using Workflows.Volumes.Manifests;

namespace Workflows.Volumes.Handover;

/// <summary>The keys that are handed over: those of the attempts that it takes, and no way to any other.</summary>
public static class HandoverKeys
{
    /// <summary>For a backup.</summary>
    /// <param name="key">The volume's key; null for a backup in the clear.</param>
    /// <param name="attempt">The attempt.</param>
    public static IReadOnlyDictionary<string, byte[]> ForBackup(VolumeKey? key, string attempt) => Of(key, [attempt]);

    /// <summary>For a restore.</summary>
    /// <param name="key">The volume's key; only an encrypted backup needs it.</param>
    /// <param name="record">The backup's record.</param>
    public static IReadOnlyDictionary<string, byte[]> ForRestore(VolumeKey? key, VolumeRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Encryption is null ? Of(null, []) : Of(key, record.Attempts);
    }

    /// <summary>What a backup seals with; null for one in the clear.</summary>
    /// <exception cref="HandoverException">Other keys were handed over, or none that is its own.</exception>
    public static AttemptKey? OfBackup(HandoverHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        if (header.Keys.Count == 0)
        {
            return null;
        }

        return header.Keys.Count == 1 && header.Keys.TryGetValue(header.Attempt, out var material)
            ? AttemptKey.Import(header.Attempt, material)
            : throw HandoverException.Malformed("a backup is handed its own attempt's key, and no other");
    }

    /// <summary>What a restore reads with; null where nothing is encrypted.</summary>
    /// <exception cref="HandoverException">Some are missing, or there are some that nobody needs.</exception>
    public static AttemptKeys? OfRestore(HandoverHeader header, VolumeRecord record)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(record);
        IReadOnlyList<string> needed = record.Encryption is null ? [] : record.Attempts;
        if (needed.Count != header.Keys.Count || needed.Any(attempt => !header.Keys.ContainsKey(attempt)))
        {
            throw HandoverException.Malformed($"its backup is read with the keys of {needed.Count} attempts, and of no others");
        }

        return record.Encryption is null ? null : new(header.Keys.Select(key => AttemptKey.Import(key.Key, key.Value)));
    }

    private static Dictionary<string, byte[]> Of(VolumeKey? key, IEnumerable<string> attempts) =>
        key is null ? [] : attempts.ToDictionary(attempt => attempt, attempt => key.ForAttempt(attempt).Export());
}
