using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Orchestrations.Volumes;

/// <summary>
/// Backs one claim's data up: start a mover beside it → look until it has ended → make what it stored a backup → remove
/// the mover; or take a snapshot, which is kept or read by the mover. A claim that fails is a claim that fails: the
/// outcome says why, and other claims go on.
/// </summary>
public sealed class BackupClaimOrchestrator : Orchestrator<ClaimInput, ClaimOutcome>
{
    public override async Task<ClaimOutcome> RunAsync(OrchestrationContext context, ClaimInput input) =>
        (input.Move.Planned.Action is VolumeAction.Filesystem
            ? await ClaimRun.RunAsync(context, input, result => CommitAsync(context, input, result))
            : await SnapshotRun.BackUpAsync(context, input, result => CommitAsync(context, input, result)))
        ?? ClaimRun.UnderWay(input);

    private static Task<ClaimOutcome> CommitAsync(OrchestrationContext context, ClaimInput input, MoverResult result) =>
        context.CallActivityAsync(VolumeNames.CommitVolume, new CommitVolumeInput(input.Move, result), Retries.Transient);
}
