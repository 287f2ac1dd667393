using Workflows.Archive.Encryption.Volumes;

namespace Workflows.Volumes.Backups;

/// <summary>What to back up, and how what is stored of it is named.</summary>
/// <param name="Name">The backup's name.</param>
/// <param name="Volume">The volume's folder in the store.</param>
/// <param name="Attempt">The attempt, see <see cref="VolumeRuns.BeginAsync"/>: it is used for one run only.</param>
/// <param name="Path">The directory.</param>
public sealed record TreeBackupRequest(string Name, string Volume, string Attempt, string Path)
{
    /// <summary>A directory that is left out, as the store itself where it lies inside; null for none.</summary>
    public string? Without { get; init; }

    /// <summary>What all that is stored is sealed with; null to store it in the clear.</summary>
    public AttemptKey? Key { get; init; }

    /// <summary>
    /// The backup whose chunks it shares, which is encrypted exactly where this one is; null for none. Whoever gives it
    /// disposes it, afterwards.
    /// </summary>
    public ParentTree? Parent { get; init; }
}
