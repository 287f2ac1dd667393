using Workflows.Durable;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Restores;

namespace Workflows.Orchestrations;

/// <summary>All orchestrators of the product, for every host to register.</summary>
public static class WorkflowsOrchestrations
{
    public static DurableRegistry AddWorkflowsOrchestrations(this DurableRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry
            .AddOrchestrator(BackupNames.Backup, () => new BackupOrchestrator())
            .AddOrchestrator(BackupNames.CaptureGroup, () => new CaptureGroupOrchestrator())
            .AddOrchestrator(RestoreNames.Restore, () => new RestoreOrchestrator())
            .AddOrchestrator(RestoreNames.RestoreWave, () => new RestoreWaveOrchestrator())
            .AddOrchestrator(RestoreNames.CompareWave, () => new CompareWaveOrchestrator())
            .AddOrchestrator(RestoreNames.Compare, () => new CompareOrchestrator());
    }
}
