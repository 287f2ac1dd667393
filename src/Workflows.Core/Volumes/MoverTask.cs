namespace Workflows.Core.Volumes;

/// <summary>What a mover does with the claim that it mounts.</summary>
public enum MoverTask
{
    /// <summary>Reads the volume, and creates in the store what is new.</summary>
    Backup,

    /// <summary>Reads the store, and writes the volume.</summary>
    Restore,
}
