using Microsoft.Extensions.Logging;
using Workflows.Core.Copies;
using Workflows.Core.Errors;
using Workflows.Durable;

namespace Workflows.Orchestrations.Copies;

/// <summary>
/// Take the backup's name in the target → plan → copy the files, in some shares side by side → commit, the manifest last →
/// clean up. What fails is cleaned up, so that the name is free and nothing is left; a process that dies cleans up nothing,
/// so that the next one goes on.
/// </summary>
public sealed class CopyOrchestrator : Orchestrator<CopySpec, CopySummary>
{
    /// <summary>How many activities copy at once; each has a few files under way.</summary>
    private const int MostLanes = 4;

    public override async Task<CopySummary> RunAsync(OrchestrationContext context, CopySpec input)
    {
        var progress = new CopyProgress("Planning", 0, 0, 0, 0);
        context.SetCustomStatus(progress);
        var run = new CopyInput(input, context.NewGuid());
        var reserved = await context.CallActivityAsync(CopyNames.ReserveCopy, run, Retries.Transient);
        if (reserved.IsThere)
        {
            return new CopySummary(input.Name, reserved.BackupUid, WasThere: true) { Snapshots = reserved.Snapshots };
        }

        CopyPlan? plan = null;
        CopiedFiles copied;
        try
        {
            plan = await context.CallActivityAsync(CopyNames.PlanCopy, run, Retries.Transient);
            copied = await new CopyLanes(context, run, plan).RunAsync(Math.Min(MostLanes, plan.Groups));
            context.SetCustomStatus(progress with
            {
                Step = "Committing",
                Files = plan.Missing.Files,
                Bytes = plan.Missing.Bytes,
                FilesDone = plan.Missing.Files,
                BytesDone = plan.Missing.Bytes,
            });
            await CommitAsync(context, run, plan);
        }
        catch (Exception failed) when (failed is TaskFailedException or WorkflowsException)
        {
            await CleanUpAsync(context, new(run, plan?.Name));
            throw;
        }

        await CleanUpAsync(context, new(run, plan.Name));
        return new CopySummary(input.Name, reserved.BackupUid, WasThere: false)
        {
            Copied = copied.Copied,
            Shared = plan.There + copied.Found,
            DirectBytes = copied.DirectBytes,
            Volumes = plan.Volumes,
            Snapshots = reserved.Snapshots,
        };
    }

    private static async Task CommitAsync(OrchestrationContext context, CopyInput run, CopyPlan plan)
    {
        for (int? volume = 0; volume is { } next;)
        {
            volume = await context.CallActivityAsync(CopyNames.CommitCopy, new CommitCopyInput(run, plan.Name, next), Retries.Transient);
        }
    }

    /// <summary>
    /// What is left behind when this fails is untidy, and neither makes a copy out of a failure nor a failure out of a copy:
    /// <c>backup delete</c> in the target removes it, with the backup or without.
    /// </summary>
    private static async Task CleanUpAsync(OrchestrationContext context, PlannedCopyInput input)
    {
        try
        {
            await context.CallActivityAsync(CopyNames.CleanUpCopy, input, Retries.Transient);
        }
        catch (TaskFailedException failed)
        {
            context.CreateReplaySafeLogger(nameof(CopyOrchestrator)).LogWarning(
                "The copy of backup {Name} left files in the staging area of {Store}: {Reason}",
                input.Run.Spec.Name,
                input.Run.Spec.To,
                failed.Message);
        }
    }
}
