using Workflows.Activities.Backups;
using Workflows.Activities.Copies;
using Workflows.Activities.Events.Outgoing;
using Workflows.Activities.Hooks;
using Workflows.Activities.Restores;
using Workflows.Activities.Retention;
using Workflows.Activities.Volumes;
using Workflows.Activities.Volumes.Snapshots;
using Workflows.Activities.Volumes.Snapshots.Groups;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Copies;
using Workflows.Orchestrations.Events;
using Workflows.Orchestrations.Hooks;
using Workflows.Orchestrations.Restores;
using Workflows.Orchestrations.Retention;
using Workflows.Orchestrations.Volumes;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Activities;

/// <summary>All activities of the product, for every host to register.</summary>
public static class WorkflowsActivities
{
    public static DurableRegistry AddWorkflowsActivities(this DurableRegistry registry, ActivityServices services)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(services);
        return registry
            .AddActivity(BackupNames.ReserveBackup, () => new ReserveBackupActivity(services))
            .AddActivity(BackupNames.PlanBackup, () => new PlanBackupActivity(services))
            .AddActivity(BackupNames.ReadPlanGroup, () => new ReadPlanGroupActivity(services))
            .AddActivity(BackupNames.CapturePart, () => new CapturePartActivity(services))
            .AddActivity(BackupNames.CheckPart, () => new CheckPartActivity(services))
            .AddActivity(BackupNames.RenewPlan, () => new RenewPlanActivity(services))
            .AddActivity(BackupNames.ReadCaptured, () => new ReadCapturedActivity(services))
            .AddActivity(BackupNames.TakeRevision, () => new TakeRevisionActivity(services))
            .AddActivity(BackupNames.RecordGroup, () => new RecordGroupActivity(services))
            .AddActivity(BackupNames.CommitBackup, () => new CommitBackupActivity(services))
            .AddActivity(BackupNames.LockBackup, () => new LockBackupActivity(services))
            .AddActivity(BackupNames.CleanUpBackup, () => new CleanUpBackupActivity(services))
            .AddActivity(CopyNames.ReserveCopy, () => new ReserveCopyActivity(services))
            .AddActivity(CopyNames.PlanCopy, () => new PlanCopyActivity(services))
            .AddActivity(CopyNames.CopyFiles, () => new CopyFilesActivity(services))
            .AddActivity(CopyNames.RenewCopy, () => new RenewCopyActivity(services))
            .AddActivity(CopyNames.CommitCopy, () => new CommitCopyActivity(services))
            .AddActivity(CopyNames.CleanUpCopy, () => new CleanUpCopyActivity(services))
            .AddActivity(EventNames.SendEvent, () => new SendEventActivity(services))
            .AddActivity(HookNames.FindHooks, () => new FindHooksActivity(services))
            .AddActivity(HookNames.FindRestoreHooks, () => new FindRestoreHooksActivity(services))
            .AddActivity(HookNames.LookAtHookedPod, () => new LookAtHookedPodActivity(services))
            .AddActivity(HookNames.RunRestoreHook, () => new RunRestoreHookActivity(services))
            .AddActivity(HookNames.ReadReleases, () => new ReadReleasesActivity(services))
            .AddActivity(HookNames.RunHook, () => new RunHookActivity(services))
            .AddActivity(RestoreNames.PlanRestore, () => new PlanRestoreActivity(services))
            .AddActivity(RestoreNames.RestoreChunk, () => new RestoreChunkActivity(services))
            .AddActivity(RestoreNames.RecordRestored, () => new RecordRestoredActivity(services))
            .AddActivity(RestoreNames.CountUnservedKinds, () => new CountUnservedKindsActivity(services))
            .AddActivity(RestoreNames.CompareChunk, () => new CompareChunkActivity(services))
            .AddActivity(RestoreNames.RecordCompared, () => new RecordComparedActivity(services))
            .AddActivity(RestoreNames.FinishRestore, () => new FinishRestoreActivity(services))
            .AddActivity(RestoreNames.FinishComparison, () => new FinishComparisonActivity(services))
            .AddActivity(RestoreNames.CleanUpRestore, () => new CleanUpRestoreActivity(services))
            .AddActivity(RetentionNames.EnforceLocks, () => new EnforceLocksActivity(services))
            .AddActivity(RetentionNames.DecideRetention, () => new DecideRetentionActivity(services))
            .AddActivity(RetentionNames.DeleteExpired, () => new DeleteExpiredActivity(services))
            .AddActivity(VolumeNames.PlanVolumes, () => new PlanVolumesActivity(services))
            .AddActivity(VolumeNames.ReadClaims, () => new ReadClaimsActivity(services))
            .AddActivity(VolumeNames.RecordClaims, () => new RecordClaimsActivity(services))
            .AddActivity(VolumeNames.StartMover, () => new StartMoverActivity(services))
            .AddActivity(VolumeNames.AttendMover, () => new AttendMoverActivity(services))
            .AddActivity(VolumeNames.CommitVolume, () => new CommitVolumeActivity(services))
            .AddActivity(VolumeNames.CleanUpMover, () => new CleanUpMoverActivity(services))
            .AddActivity(VolumeNames.StopMovers, () => new StopMoversActivity(services))
            .AddActivity(SnapshotNames.TakeSnapshot, () => new TakeSnapshotActivity(services))
            .AddActivity(SnapshotNames.LookAtSnapshot, () => new LookAtSnapshotActivity(services))
            .AddActivity(SnapshotNames.CloneSnapshot, () => new CloneSnapshotActivity(services))
            .AddActivity(SnapshotNames.ReleaseSnapshot, () => new ReleaseSnapshotActivity(services))
            .AddActivity(SnapshotNames.ReleaseGroups, () => new ReleaseGroupsActivity(services))
            .AddActivity(SnapshotNames.ImportSnapshot, () => new ImportSnapshotActivity(services))
            .AddActivity(SnapshotNames.LookAtImport, () => new LookAtImportActivity(services))
            .AddActivity(SnapshotNames.ReleaseImport, () => new ReleaseImportActivity(services));
    }
}
