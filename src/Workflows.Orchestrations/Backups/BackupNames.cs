using Workflows.Core.Backups;
using Workflows.Durable;

namespace Workflows.Orchestrations.Backups;

/// <summary>The orchestrators and activities of a backup, by the names that stand in histories.</summary>
public static class BackupNames
{
    public static readonly OrchestratorName<BackupSpec, BackupSummary> Backup = new("Backup");

    public static readonly OrchestratorName<CaptureGroupInput, CapturedGroup> CaptureGroup = new("CaptureGroup");

    /// <summary>Takes the backup's name in the store, or says who holds it.</summary>
    public static readonly ActivityName<ReserveBackupInput, bool> ReserveBackup = new("ReserveBackup");

    /// <summary>Asks the cluster what there is, and cuts it into parts.</summary>
    public static readonly ActivityName<PlanBackupInput, BackupPlan> PlanBackup = new("PlanBackup");

    /// <summary>Reads one group of the plan's parts.</summary>
    public static readonly ActivityName<PlanGroup, IReadOnlyList<CapturePart>> ReadPlanGroup = new("ReadPlanGroup");

    /// <summary>Reads objects and stages them, for as long as an activity may.</summary>
    public static readonly ActivityName<CapturePartInput, CaptureResult> CapturePart = new("CapturePart");

    /// <summary>Looks whether what was captured of a part is the same at a later revision.</summary>
    public static readonly ActivityName<CheckPartInput, PartState> CheckPart = new("CheckPart");

    /// <summary>Plans anew at a later revision, with the parts in their places as far as that goes.</summary>
    public static readonly ActivityName<RenewPlanInput, RenewedPlan> RenewPlan = new("RenewPlan");

    /// <summary>Reads what an earlier round captured of a group.</summary>
    public static readonly ActivityName<CapturedRecord, IReadOnlyList<CapturedPart>> ReadCaptured = new("ReadCaptured");

    /// <summary>Takes the cluster's revision of now, where no plan's revision lived long enough.</summary>
    public static readonly ActivityName<BackupSpec, string> TakeRevision = new("TakeRevision");

    /// <summary>Stores what a group captured, so that histories hold a reference only.</summary>
    public static readonly ActivityName<RecordGroupInput, CapturedGroup> RecordGroup = new("RecordGroup");

    /// <summary>
    /// Makes one archive of what was staged, and the manifest last; null when what was staged is there no more.
    /// </summary>
    public static readonly ActivityName<CommitBackupInput, BackupSummary?> CommitBackup = new("CommitBackup");

    /// <summary>Has the store itself keep what the backup needs, for as long as an activity may; whether that is done.</summary>
    public static readonly ActivityName<LockBackupInput, bool> LockBackup = new("LockBackup");

    /// <summary>Removes what a backup staged: after the commit, or instead of it.</summary>
    public static readonly ActivityName<CleanUpBackupInput, bool> CleanUpBackup = new("CleanUpBackup");
}
