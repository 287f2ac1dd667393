using Microsoft.Extensions.Logging;
using Workflows.Core.Backups;
using Workflows.Durable;

namespace Workflows.Orchestrations.Backups;

/// <summary>
/// Reserve the name → plan → capture the groups of parts → commit → clean up. Whatever fails after the reservation is
/// cleaned up, so that the name is free and nothing staged stays behind; a process that dies cleans up nothing, so
/// that the next one goes on.
/// </summary>
public sealed class BackupOrchestrator : Orchestrator<BackupSpec, BackupSummary>
{
    /// <summary>Two groups overlap, so that the slow end of one does not leave the cluster idle.</summary>
    private const int GroupsAtOnce = 2;

    public override async Task<BackupSummary> RunAsync(OrchestrationContext context, BackupSpec input)
    {
        Report(context, new("Planning", 0, 0, 0, 0, 0));
        var uid = await context.CallActivityAsync(BackupNames.ReserveBackup, input, Retries.Transient);
        BackupSummary summary;
        try
        {
            summary = await CaptureAsync(context, input, uid);
        }
        catch (TaskFailedException)
        {
            await CleanUpAsync(context, input);
            throw;
        }

        await CleanUpAsync(context, input);
        return summary;
    }

    /// <summary>
    /// What is left behind when this fails is untidy, and neither makes a backup out of a failure nor a failure out
    /// of a backup: <c>backup delete</c> removes it, with the backup or without.
    /// </summary>
    private static async Task CleanUpAsync(OrchestrationContext context, BackupSpec spec)
    {
        try
        {
            await context.CallActivityAsync(BackupNames.CleanUpBackup, spec, Retries.Transient);
        }
        catch (TaskFailedException failed)
        {
            context.CreateReplaySafeLogger(nameof(BackupOrchestrator)).LogWarning(
                "Backup {Name} left files in the staging area: {Reason}", spec.Name, failed.Message);
        }
    }

    private static async Task<BackupSummary> CaptureAsync(OrchestrationContext context, BackupSpec spec, Guid uid)
    {
        var plan = await context.CallActivityAsync(
            BackupNames.PlanBackup, new PlanBackupInput(spec, uid), Retries.Transient);
        Report(context, new("Capturing", plan.Parts, 0, plan.EstimatedObjects, 0, 0));
        var groups = await FanOut.RunAsync(
            Enumerable.Range(0, plan.Groups).ToArray(),
            GroupsAtOnce,
            group => context.CallSubOrchestrationAsync(
                BackupNames.CaptureGroup,
                new CaptureGroupInput(spec, plan, group),
                $"{context.InstanceId}:group-{group:D4}"));
        Report(context, new(
            "Committing", plan.Parts, plan.Parts, plan.EstimatedObjects, groups.Sum(g => g.Objects), groups.Sum(g => g.Bytes)));
        return await context.CallActivityAsync(
            BackupNames.CommitBackup,
            new CommitBackupInput(spec, plan, groups, context.CurrentUtcDateTime),
            Retries.Transient);
    }

    private static void Report(OrchestrationContext context, BackupProgress progress) =>
        context.SetCustomStatus(progress);
}
