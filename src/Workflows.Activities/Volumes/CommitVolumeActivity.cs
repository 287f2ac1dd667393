using System.Security.Cryptography;
using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Errors;
using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Volumes;
using Workflows.Volumes.Stores;

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
        await RequireAsSaidAsync(store, input, cancellationToken);
        var runs = await store.OpenRunsAsync(cancellationToken);
        var result = await runs.ReadResultAsync(planned.Record, planned.Volume, attempt, cancellationToken);
        var record = await runs.CommitAsync(result, planned.Claim.ToString(), cancellationToken);
        return new(
            planned.Claim,
            ClaimState.Completed,
            record.Totals.Problems == 0
                ? null
                : $"{record.Totals.Problems} entries could not be read as they should; the volume backup {record.Name} names them.")
        {
            Record = record.Name,
            Bytes = record.Totals.Bytes,
            StoredBytes = record.Totals.StoredBytes,
            Problems = record.Totals.Problems,
        };
    }

    /// <summary>
    /// The program said in its last word what its result hashes to. A pod's grant lets it write results under other
    /// names only, so that what differs was damaged, or written by somebody else.
    /// </summary>
    private static async Task RequireAsSaidAsync(
        ClaimStore store, CommitVolumeInput input, CancellationToken cancellationToken)
    {
        var path = new VolumeLayout(input.Move.Planned.Volume).Result(input.Result.Attempt);
        var data = await store.OpenDataAsync(cancellationToken);
        await using var stored = await data.OpenReadAsync(path, cancellationToken: cancellationToken);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stored, cancellationToken));
        if (hash != input.Result.Sha256)
        {
            throw new WorkflowsException(
                ErrorKind.Damaged,
                $"The result of the mover of {input.Move.Planned.Claim}, {path}, is not what its mover says it wrote. "
                + "Back the claim up again.");
        }
    }
}
