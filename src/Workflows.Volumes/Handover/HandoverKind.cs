namespace Workflows.Volumes.Handover;

/// <summary>What a waiting mover is asked for.</summary>
public enum HandoverKind
{
    /// <summary>Back the volume up. The parent may follow.</summary>
    Backup,

    /// <summary>Restore the volume. The record of the backup follows.</summary>
    Restore,

    /// <summary>Go on with this grant instead of the one before, which ends.</summary>
    Grant,
}
