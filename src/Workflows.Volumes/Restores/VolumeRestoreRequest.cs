using Workflows.Archive.Encryption.Volumes;

namespace Workflows.Volumes.Restores;

/// <summary>Where to restore to, and how.</summary>
/// <param name="Path">The directory that becomes what was backed up; made where it is not there.</param>
public sealed record VolumeRestoreRequest(string Path)
{
    /// <summary>
    /// Whether the directory may hold something. What the backup has too is then made as it was; the rest stays.
    /// </summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether what is damaged is left out and reported; else damage ends the restore before it begins.</summary>
    public bool BestEffort { get; init; }

    /// <summary>The keys of an encrypted backup; null for one in the clear.</summary>
    public AttemptKeys? Keys { get; init; }

    /// <summary>Where the list of entries takes its room meanwhile; null for where temporary files are.</summary>
    public string? SpoolFolder { get; init; }
}
