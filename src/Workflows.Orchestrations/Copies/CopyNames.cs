using Workflows.Core.Copies;
using Workflows.Durable;

namespace Workflows.Orchestrations.Copies;

/// <summary>The orchestrator and the activities of a backup's copy, by the names that stand in histories.</summary>
public static class CopyNames
{
    public static readonly OrchestratorName<CopySpec, CopySummary> CopyBackup = new("CopyBackup");

    /// <summary>Takes the backup's name in the target, unless the backup is there already.</summary>
    public static readonly ActivityName<CopyInput, ReservedCopy> ReserveCopy = new("ReserveCopy");

    /// <summary>Writes down which files are to be copied.</summary>
    public static readonly ActivityName<CopyInput, CopyPlan> PlanCopy = new("PlanCopy");

    /// <summary>Copies files, for as long as an activity may.</summary>
    public static readonly ActivityName<CopyFilesInput, CopiedFiles> CopyFiles = new("CopyFiles");

    /// <summary>Says once more in the target that the copy is at work, which is good for a day.</summary>
    public static readonly ActivityName<PlannedCopyInput, bool> RenewCopy = new("RenewCopy");

    /// <summary>
    /// Makes what was copied a backup, the manifest last, for as long as an activity may; the volume that the next call goes
    /// on with, null when there is a backup.
    /// </summary>
    public static readonly ActivityName<CommitCopyInput, int?> CommitCopy = new("CommitCopy");

    /// <summary>Removes what only the copy's run needed; where it made no backup, all of it.</summary>
    public static readonly ActivityName<PlannedCopyInput, bool> CleanUpCopy = new("CleanUpCopy");
}
