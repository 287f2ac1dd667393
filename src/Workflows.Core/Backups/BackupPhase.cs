namespace Workflows.Core.Backups;

/// <summary>How a backup ended, in Velero's words.</summary>
public enum BackupPhase
{
    /// <summary>Everything selected is in it.</summary>
    Completed,

    /// <summary>It can be restored, and its report names what is missing.</summary>
    PartiallyFailed,
}
