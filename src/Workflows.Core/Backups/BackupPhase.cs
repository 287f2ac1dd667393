namespace Workflows.Core.Backups;

/// <summary>How a backup ended, in Velero's words.</summary>
public enum BackupPhase
{
    /// <summary>Everything selected is in the archive.</summary>
    Completed,

    /// <summary>The archive is whole and usable, but something selected is not in it; its errors say what.</summary>
    PartiallyFailed,
}
