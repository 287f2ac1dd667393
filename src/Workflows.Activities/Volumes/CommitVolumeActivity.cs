using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Activities.Volumes;

/// <summary>Makes what a mover stored a backup of its volume; done again, it finds that backup.</summary>
public sealed class CommitVolumeActivity(ActivityServices services) : Activity<CommitVolumeInput, ClaimOutcome>
{
    /// <inheritdoc/>
    public override async Task<ClaimOutcome> RunAsync(
        ActivityContext context, CommitVolumeInput input, CancellationToken cancellationToken)
    {
        var (planned, attempt) = (input.Move.Planned, input.Result.Attempt);
        var store = ClaimStore.Open(services, input.Move);
        var runs = await store.OpenRunsAsync(cancellationToken);
        var key = await store.FindKeyAsync(cancellationToken);
        var record = await runs.CommitAsync(
            planned.Record, planned.Volume, attempt, planned.Claim.ToString(), key, cancellationToken);
        return new(
            planned.Claim,
            ClaimState.Completed,
            record.Totals.Problems == 0
                ? null
                : $"{record.Totals.Problems} entries could not be read as they should; the volume backup {record.Name} names them.")
        {
            Record = record.Name,
            Volume = record.Volume,
            Bytes = record.Totals.Bytes,
            StoredBytes = record.Totals.StoredBytes,
            Problems = record.Totals.Problems,
        };
    }
}
