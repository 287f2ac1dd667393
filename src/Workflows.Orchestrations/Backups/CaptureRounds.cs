using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Hooks;
using Workflows.Durable;

namespace Workflows.Orchestrations.Backups;

/// <summary>
/// Captures and commits, in as many rounds as it takes. A round reads at one revision; when that is compacted under
/// way, the next round takes a later one, keeps the parts that are the same there, and captures the rest. So a backup
/// shows one moment even where it outlives its revision. After the last round that may try, what is left is captured
/// as it can be, and the manifest lists what is mixed.
/// </summary>
internal sealed class CaptureRounds(OrchestrationContext context, BackupSpec spec, HookPlan hooks)
{
    /// <summary>How many revisions are tried before the rest is captured at any.</summary>
    private const int ExactRounds = 4;

    /// <summary>Two groups overlap, so that the slow end of one does not leave the cluster idle.</summary>
    private const int GroupsAtOnce = 2;

    /// <summary>What each group has captured so far, as references; nothing where it has not begun.</summary>
    private IReadOnlyList<CapturedGroup> captured = [];

    public async Task<BackupSummary> RunAsync(BackupPlan plan)
    {
        for (var round = 0; ; round++)
        {
            var settleAt = round < ExactRounds
                ? null
                : await context.CallActivityAsync(BackupNames.TakeRevision, spec, Retries.Transient);
            captured = await CaptureAsync(plan, round, settleAt);
            if (captured.Count == plan.Groups && captured.All(group => group.Complete))
            {
                Report(plan, round, "Committing", captured);
                var summary = await context.CallActivityAsync(
                    BackupNames.CommitBackup,
                    new CommitBackupInput(spec, plan, captured, context.CurrentUtcDateTime) { Hooks = hooks },
                    Retries.Transient);
                if (summary is not null)
                {
                    return summary;
                }

                // What was staged is gone, as it may be in a store after a week: all is captured once more.
                captured = settleAt is null ? [] : throw Vanished();
            }

            plan = round + 1 < ExactRounds ? await RenewAsync(plan) : plan;
        }
    }

    private async Task<BackupPlan> RenewAsync(BackupPlan plan)
    {
        var renewed = await context.CallActivityAsync(
            BackupNames.RenewPlan, new RenewPlanInput(spec, plan), Retries.Transient);
        captured = renewed.KeepsParts ? captured : [];
        return renewed.Plan;
    }

    private async Task<IReadOnlyList<CapturedGroup>> CaptureAsync(BackupPlan plan, int round, string? settleAt)
    {
        Report(plan, round, "Capturing", []);
        var isRevisionLost = false;
        var groups = await FanOut.RunAsync(
            Enumerable.Range(0, plan.Groups).ToArray(),
            GroupsAtOnce,
            group => isRevisionLost
                ? Task.FromResult(EarlierOf(group))
                : CaptureGroupAsync(new(spec, plan, group, round, EarlierOf(group)?.Record, settleAt)),
            done => isRevisionLost |= done is { Complete: false });
        return [.. groups.OfType<CapturedGroup>()];
    }

    private CapturedGroup? EarlierOf(int group) => captured.FirstOrDefault(earlier => earlier.Group == group);

    private async Task<CapturedGroup?> CaptureGroupAsync(CaptureGroupInput input) =>
        await context.CallSubOrchestrationAsync(
            BackupNames.CaptureGroup, input, $"{context.InstanceId}:round-{input.Round}:group-{input.Group:D4}");

    private void Report(BackupPlan plan, int round, string step, IReadOnlyList<CapturedGroup> groups) =>
        context.SetCustomStatus(new BackupProgress(
            step,
            plan.Parts,
            groups.Count == 0 ? 0 : plan.Parts,
            plan.EstimatedObjects,
            groups.Sum(group => group.Objects),
            groups.Sum(group => group.Bytes)) { Round = round });

    private static WorkflowsException Vanished() => new(
        ErrorKind.Failed,
        "What was captured vanished from the store before it could be committed, again and again. "
        + "See what else deletes uncommitted blocks there, and start the backup anew.");
}
