using Microsoft.Extensions.Logging;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Durable;
using Workflows.Orchestrations.Hooks;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Orchestrations.Backups;

/// <summary>
/// Reserve the name → plan, with the applications' hooks around it → capture the groups of parts, and move the data of
/// claims beside that → commit → lock → clean up. Hooks that claims' data is moved for hold until it is. Whatever fails after the reservation is
/// cleaned up, so that the name is free and nothing staged stays behind; a process that dies cleans up nothing, so
/// that the next one goes on.
/// </summary>
public sealed class BackupOrchestrator : Orchestrator<BackupSpec, BackupSummary>
{
    /// <summary>A call takes minutes and thousands of packs: what is not done by then is retention's.</summary>
    private const int MostLockCalls = 200;

    public override async Task<BackupSummary> RunAsync(OrchestrationContext context, BackupSpec input)
    {
        context.SetCustomStatus(new BackupProgress("Planning", 0, 0, 0, 0, 0));

        // A name that is started again has the same instance: the identity tells this run from an earlier one's late
        // attempts.
        var uid = context.NewGuid();
        await context.CallActivityAsync(BackupNames.ReserveBackup, new ReserveBackupInput(input, uid), Retries.Transient);
        BackupSummary summary;
        BackupVolumes? volumes = null;
        try
        {
            var hooks = await HookBracket.FindAsync(context, new(input, uid));

            // Their rules are long, and no step from here on has to carry them along.
            var spec = input with { Hooks = [] };
            var toPlan = new PlanBackupInput(spec, uid);

            // The plan takes the revision: that is the moment which the backup shows, however long reading takes.
            volumes = await BackupVolumes.BeginAsync(
                context,
                spec,
                uid,
                hooks,
                () => context.CallActivityAsync(BackupNames.PlanBackup, toPlan, Retries.Transient));
            summary = await new CaptureRounds(context, spec, hooks.Plan, volumes).RunAsync(volumes.Plan);
        }
        catch (Exception failed) when (failed is TaskFailedException or WorkflowsException)
        {
            await (volumes?.StopAsync() ?? Task.CompletedTask);
            await CleanUpAsync(context, new(input, uid));
            throw;
        }

        await LockAsync(context, input);
        await CleanUpAsync(context, new(input, uid));
        return summary;
    }

    /// <summary>
    /// After the manifest, which tells what there is to lock, and before the clean-up, so that a run that goes on comes by
    /// here. A store that refuses makes no failure out of a backup: retention tries again each hour, and reports it.
    /// </summary>
    private static async Task LockAsync(OrchestrationContext context, BackupSpec input)
    {
        if (input.DeleteLock <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            var toLock = new LockBackupInput(input.Store, input.Name, input.DeleteLockMode);
            for (var calls = 0; calls < MostLockCalls; calls++)
            {
                if (await context.CallActivityAsync(BackupNames.LockBackup, toLock, Retries.Transient))
                {
                    return;
                }
            }
        }
        catch (TaskFailedException failed)
        {
            context.CreateReplaySafeLogger(nameof(BackupOrchestrator)).LogWarning(
                "Backup {Name} is not locked in its store yet, only by this program: {Reason}", input.Name, failed.Message);
        }
    }

    /// <summary>
    /// What is left behind when this fails is untidy, and neither makes a backup out of a failure nor a failure out
    /// of a backup: <c>backup delete</c> removes it, with the backup or without.
    /// </summary>
    private static async Task CleanUpAsync(OrchestrationContext context, CleanUpBackupInput input)
    {
        try
        {
            await context.CallActivityAsync(BackupNames.CleanUpBackup, input, Retries.Transient);
        }
        catch (TaskFailedException failed)
        {
            context.CreateReplaySafeLogger(nameof(BackupOrchestrator)).LogWarning(
                "Backup {Name} left files in the staging area: {Reason}", input.Spec.Name, failed.Message);
        }
    }
}
