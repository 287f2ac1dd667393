using Microsoft.Extensions.Logging;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Durable;
using Workflows.Orchestrations.Hooks;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Orchestrations.Backups;

/// <summary>
/// Reserve the name → plan, with the applications' hooks around it → capture the groups of parts, and move the data of
/// claims beside that → commit → clean up. Hooks that claims' data is moved for hold until it is. Whatever fails after the reservation is
/// cleaned up, so that the name is free and nothing staged stays behind; a process that dies cleans up nothing, so
/// that the next one goes on.
/// </summary>
public sealed class BackupOrchestrator : Orchestrator<BackupSpec, BackupSummary>
{
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

        await CleanUpAsync(context, new(input, uid));
        return summary;
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
