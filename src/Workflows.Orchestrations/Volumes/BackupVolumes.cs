using Microsoft.Extensions.Logging;
using Workflows.Core.Backups;
using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Hooks;

namespace Workflows.Orchestrations.Volumes;

/// <summary>
/// The data of a backup's claims, which is moved beside the capture of its objects. A pod that hooks hold still is held
/// until the data of the claims that it mounts is moved: it is as consistent as the objects, which are all of the moment
/// of the plan. It does not wait for other pods' claims.
/// </summary>
internal sealed class BackupVolumes
{
    private readonly OrchestrationContext context;
    private readonly VolumeRun? run;

    /// <summary>Ends when the data is moved and the hooks after that have run.</summary>
    private Task bracket = Task.CompletedTask;

    private BackupPlan? plan;
    private MovedVolumes? moved;

    private BackupVolumes(OrchestrationContext context, VolumeRun? run)
    {
        this.context = context;
        this.run = run;
    }

    /// <summary>The backup's plan.</summary>
    public BackupPlan Plan => plan ?? throw new InvalidOperationException("It is not planned yet.");

    /// <summary>Whether there is nothing to wait for.</summary>
    public bool HasEnded => bracket.IsCompleted;

    /// <summary>How far it is; null where it was not asked for.</summary>
    public VolumesProgress? Progress { get; private set; }

    /// <summary>Told how far it is; null for nobody.</summary>
    public Action<VolumesProgress>? OnProgress { get; set; }

    /// <summary>Plans the backup, and begins to move its claims' data where that was asked for.</summary>
    /// <param name="context">The backup's orchestration.</param>
    /// <param name="spec">What was asked for.</param>
    /// <param name="uid">The backup's identity.</param>
    /// <param name="hooks">The hooks around plan and data.</param>
    /// <param name="planAsync">Makes the plan.</param>
    /// <exception cref="TaskFailedException">It could not be planned.</exception>
    public static async Task<BackupVolumes> BeginAsync(
        OrchestrationContext context, BackupSpec spec, Guid uid, HookBracket hooks, Func<Task<BackupPlan>> planAsync)
    {
        var volumes = new BackupVolumes(context, VolumeRun.Of(spec, uid));
        var planned = new TaskCompletionSource();
        volumes.bracket = hooks.AroundAsync(async () =>
        {
            volumes.plan = await planAsync();
            planned.SetResult();
            if (volumes.run is not null)
            {
                var free = hooks.FreeWithoutClaimsAsync();
                volumes.moved = await volumes.MoveAsync(volumes.run, spec, hooks.OnClaims);
                await free;
            }

            return true;
        });

        // Without data there is nothing but the plan for hooks to hold: objects are read once they have let go.
        var first = volumes.run is null ? volumes.bracket : await Task.WhenAny(planned.Task, volumes.bracket);
        await first;
        return volumes;
    }

    /// <summary>Waits until the data is moved and the hooks have let go.</summary>
    /// <returns>What became of it; null where it was not asked for.</returns>
    public async Task<MovedVolumes?> EndAsync()
    {
        await bracket;
        return moved;
    }

    /// <summary>
    /// Ends it before its time and waits until it has: what is cleaned up then is not written to any more. Where movers
    /// can't be stopped they are waited for.
    /// </summary>
    public async Task StopAsync()
    {
        try
        {
            if (run is not null && !bracket.IsCompleted)
            {
                await context.CallActivityAsync(VolumeNames.StopMovers, run, Retries.Transient);
            }
        }
        catch (TaskFailedException failed)
        {
            context.CreateReplaySafeLogger(nameof(BackupVolumes)).LogWarning(
                "The movers of backup {Name} could not be stopped: {Reason}", run!.Backup, failed.Message);
        }

        try
        {
            await bracket;
        }
        catch (TaskFailedException failed)
        {
            context.CreateReplaySafeLogger(nameof(BackupVolumes)).LogWarning(
                "The hooks around the volumes of a backup did not come to their end: {Reason}", failed.Message);
        }
    }

    private Task<MovedVolumes> MoveAsync(VolumeRun moving, BackupSpec spec, HookScope? hooks) => VolumeMoves.RunAsync(
        context,
        moving,
        () => context.CallActivityAsync(
            VolumeNames.PlanVolumes, new PlanVolumesInput(moving, spec, Plan.PlanId) { Hooks = hooks }, Retries.Transient),
        progress =>
        {
            Progress = progress;
            OnProgress?.Invoke(progress);
        },
        hooks);
}
