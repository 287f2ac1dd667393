using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Hooks;

namespace Workflows.Orchestrations.Volumes;

/// <summary>
/// Moves the claims of one group, some at a time, and fewer on each node. Groups exist so that no history grows with the
/// cluster: each leaves what became of its claims in the store, and hands on numbers.
/// </summary>
public sealed class MoveClaimsOrchestrator : Orchestrator<MoveClaimsInput, ClaimCounts>
{
    public override async Task<ClaimCounts> RunAsync(OrchestrationContext context, MoveClaimsInput input)
    {
        var claims = await context.CallActivityAsync(VolumeNames.ReadClaims, input, Retries.Transient);
        var holds = await ClaimHolds.BeginAsync(
            context, input.Hooks, () => context.CallActivityAsync(HookNames.ReadReleases, input, Retries.Transient));
        var counts = ClaimCounts.None;
        var outcomes = await NodeFanOut.RunAsync(
            claims,
            input.Run.Settings.Window,
            input.Run.Settings.PerNode,
            claim => claim.Node,
            claim => MoveAsync(context, new ClaimMove(input.Run, claim)),
            outcome =>
            {
                counts = counts.Plus(outcome);
                holds.Done(outcome.Claim);
                context.SetCustomStatus(new VolumesProgress(claims.Count, counts));
            });
        await context.CallActivityAsync(
            VolumeNames.RecordClaims,
            new RecordClaimsInput(input.Run, input.PlanId, input.Group, outcomes),
            Retries.Transient);
        await holds.EndAsync();
        return counts;
    }

    /// <summary>One claim that fails, in whatever way, is no reason to leave out the others.</summary>
    private static async Task<ClaimOutcome> MoveAsync(OrchestrationContext context, ClaimMove move)
    {
        if (move.Planned.Decided() is { } decided)
        {
            return decided;
        }

        try
        {
            var outcome = await context.CallSubOrchestrationAsync(
                move.Run.Task is MoverTask.Backup ? VolumeNames.BackupClaim : VolumeNames.RestoreClaim,
                new ClaimInput(move),
                $"{context.InstanceId}:{move.Job}");
            return outcome.Noting(move.Planned.Remark);
        }
        catch (TaskFailedException failed)
        {
            return ClaimOutcome.Failed(move.Planned.Claim, failed.Message);
        }
    }
}
