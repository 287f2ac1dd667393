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
        try
        {
            var summary = await CaptureAsync(context, input, uid);
            await context.CallActivityAsync(BackupNames.CleanUpBackup, input, Retries.Transient);
            return summary;
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(BackupNames.CleanUpBackup, input, Retries.Transient);
            throw;
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
