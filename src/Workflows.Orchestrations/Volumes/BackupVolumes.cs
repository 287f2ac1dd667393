using Microsoft.Extensions.Logging;
using Workflows.Core.Backups;
using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Orchestrations.Volumes;

/// <summary>The data of a backup's claims, which is moved beside the capture of its objects.</summary>
internal sealed class BackupVolumes
{
    private readonly OrchestrationContext context;
    private readonly VolumeRun run;

    private BackupVolumes(OrchestrationContext context, VolumeRun run, BackupSpec spec, string planId)
    {
        this.context = context;
        this.run = run;
        Moving = VolumeMoves.RunAsync(
            context,
            run,
            () => context.CallActivityAsync(
                VolumeNames.PlanVolumes, new PlanVolumesInput(run, spec, planId), Retries.Transient),
            progress =>
            {
                Progress = progress;
                OnProgress?.Invoke(progress);
            });
    }

    /// <summary>What becomes of it; does not fail.</summary>
    public Task<MovedVolumes> Moving { get; }

    public VolumesProgress? Progress { get; private set; }

    /// <summary>Told how far it is; null for nobody.</summary>
    public Action<VolumesProgress>? OnProgress { get; set; }

    /// <summary>Begins to move it; null where it was not asked for.</summary>
    public static BackupVolumes? Begin(OrchestrationContext context, BackupSpec spec, Guid uid, string planId) =>
        VolumeRun.Of(spec, uid) is { } run ? new(context, run, spec, planId) : null;

    /// <summary>
    /// Ends it before its time and waits until it has: what is cleaned up then is not written to any more. Where movers
    /// can't be stopped they are waited for.
    /// </summary>
    public async Task StopAsync()
    {
        if (!Moving.IsCompleted)
        {
            try
            {
                await context.CallActivityAsync(VolumeNames.StopMovers, run, Retries.Transient);
            }
            catch (TaskFailedException failed)
            {
                context.CreateReplaySafeLogger(nameof(BackupVolumes)).LogWarning(
                    "The movers of backup {Name} could not be stopped: {Reason}", run.Backup, failed.Message);
            }
        }

        await Moving;
    }
}
