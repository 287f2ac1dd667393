using Workflows.Durable;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Copies;
using Workflows.Orchestrations.Events;
using Workflows.Orchestrations.Hooks;
using Workflows.Orchestrations.Restores;
using Workflows.Orchestrations.Retention;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Orchestrations;

/// <summary>All orchestrators of the product, for every host to register.</summary>
public static class WorkflowsOrchestrations
{
    /// <remarks>
    /// Version 1 of the backup, of the restore and of the comparison went before the first release, and is not kept: an instance of
    /// it waits, and says so.
    /// </remarks>
    public static DurableRegistry AddWorkflowsOrchestrations(this DurableRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry
            .AddOrchestrator(BackupNames.Backup, () => new BackupOrchestrator(), version: 2)
            .AddOrchestrator(BackupNames.CaptureGroup, () => new CaptureGroupOrchestrator())
            .AddOrchestrator(CopyNames.CopyBackup, () => new CopyOrchestrator())
            .AddOrchestrator(EventNames.NoteEvent, () => new NoteEventOrchestrator())
            .AddOrchestrator(EventNames.PublishEvent, () => new PublishEventOrchestrator())
            .AddOrchestrator(HookNames.RunHooks, () => new RunHooksOrchestrator())
            .AddOrchestrator(HookNames.RestoreHooks, () => new RestoreHooksOrchestrator())
            .AddOrchestrator(HookNames.RestorePodHooks, () => new RestorePodHooksOrchestrator())
            .AddOrchestrator(RestoreNames.Restore, () => new RestoreOrchestrator(), version: 2)
            .AddOrchestrator(RestoreNames.RestoreGroup, () => new RestoreGroupOrchestrator())
            .AddOrchestrator(RestoreNames.CompareGroup, () => new CompareGroupOrchestrator())
            .AddOrchestrator(RestoreNames.Compare, () => new CompareOrchestrator(), version: 2)
            .AddOrchestrator(RetentionNames.ApplyRetention, () => new RetentionOrchestrator())
            .AddOrchestrator(VolumeNames.MoveClaims, () => new MoveClaimsOrchestrator())
            .AddOrchestrator(VolumeNames.BackupClaim, () => new BackupClaimOrchestrator())
            .AddOrchestrator(VolumeNames.RestoreClaim, () => new RestoreClaimOrchestrator());
    }
}
