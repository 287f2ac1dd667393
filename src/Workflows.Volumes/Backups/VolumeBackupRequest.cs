using Workflows.Archive.Encryption;

namespace Workflows.Volumes.Backups;

/// <summary>What to back up.</summary>
/// <param name="Name">The backup's name.</param>
/// <param name="Volume">The volume's folder in the store; backups of one volume share what they hold.</param>
/// <param name="Path">The directory.</param>
/// <param name="Source">What it is called for a person.</param>
public sealed record VolumeBackupRequest(string Name, string Volume, string Path, string Source)
{
    /// <summary>A directory that is left out, as the store itself where it lies inside; null for none.</summary>
    public string? Without { get; init; }

    /// <summary>The user's key to encrypt it with; null to store it in the clear.</summary>
    public IKeyEncryption? Key { get; init; }
}
