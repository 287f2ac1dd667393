using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Orchestrations.Volumes;

/// <summary>
/// Backs one claim's data up: start a mover beside it → look until it has ended → make what it stored a backup → remove
/// the mover. A claim that fails is a claim that fails: the outcome says why, and other claims go on.
/// </summary>
public sealed class BackupClaimOrchestrator : Orchestrator<ClaimInput, ClaimOutcome>
{
    public override Task<ClaimOutcome> RunAsync(OrchestrationContext context, ClaimInput input) =>
        ClaimRun.RunAsync(context, input, result => context.CallActivityAsync(
            VolumeNames.CommitVolume, new CommitVolumeInput(input.Move, result), Retries.Transient));
}
