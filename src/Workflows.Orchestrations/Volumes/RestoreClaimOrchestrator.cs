using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Orchestrations.Volumes;

/// <summary>Restores one claim's data: as its backup, but that nothing is to be committed; or fills it from its snapshot.</summary>
public sealed class RestoreClaimOrchestrator : Orchestrator<ClaimInput, ClaimOutcome>
{
    public override async Task<ClaimOutcome> RunAsync(OrchestrationContext context, ClaimInput input) =>
        (input.Move.Planned.Snapshot is null
            ? await ClaimRun.RunAsync(context, input, result => Task.FromResult(OutcomeOf(input.Move.Planned, result)))
            : await SnapshotRun.RestoreAsync(context, input))
        ?? ClaimRun.UnderWay(input);

    private static ClaimOutcome OutcomeOf(PlannedClaim planned, MoverResult result) => new(
        planned.Claim,
        ClaimState.Completed,
        result.Problems == 0 ? result.Note : $"{result.Problems} entries are not as they were, or not there.")
    {
        Record = planned.Record,
        Volume = planned.Volume,
        Bytes = result.Bytes,
        Problems = result.Problems,
    };
}
