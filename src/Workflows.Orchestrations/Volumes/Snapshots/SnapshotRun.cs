using Microsoft.Extensions.Logging;
using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Orchestrations.Volumes.Snapshots;

/// <summary>Claims whose data is in snapshots, or gets into a backup by way of one.</summary>
internal static class SnapshotRun
{
    /// <summary>How often it is looked whether what is removed is gone.</summary>
    private const int LastLooks = 40;

    private static readonly TimeSpan LastPause = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Take a snapshot → look until it is ready → keep it, or have a mover read a claim that is made of it → remove all
    /// that this took in the cluster, whatever came of it.
    /// </summary>
    /// <param name="context">The claim's orchestration.</param>
    /// <param name="input">Its input.</param>
    /// <param name="finishAsync">Makes an outcome of what a mover left.</param>
    /// <returns>What became of the claim; null where the orchestration starts over.</returns>
    public static async Task<ClaimOutcome?> BackUpAsync(
        OrchestrationContext context, ClaimInput input, Func<MoverResult, Task<ClaimOutcome>> finishAsync)
    {
        ClaimOutcome? outcome = null;
        var isGoingOn = false;
        try
        {
            outcome = await new SnapshotWatch(context, input).RunAsync() switch
            {
                null => null,
                { Snapshot: { } snapshot } when !input.Move.ReadsClone => Filled(input.Move, snapshot),
                { Snapshot: { } snapshot } => await MoveAsync(context, input with { Snapshot = snapshot }, finishAsync),
                { Without: var without } => without,
            };
            isGoingOn = outcome is null;
            return outcome;
        }
        catch (TaskFailedException failed)
        {
            return ClaimOutcome.Failed(input.Move.Planned.Claim, failed.Message);
        }
        finally
        {
            if (!isGoingOn)
            {
                var release = new ReleaseInput(input.Move, Keeps: outcome?.Snapshot is not null);
                await ReleaseAsync(context, What(input.Move), () => context.CallActivityAsync(
                    SnapshotNames.ReleaseSnapshot, release, Retries.Transient));
            }
        }
    }

    /// <summary>Bring the snapshot to the cluster → look until the claim is filled from it → remove what that took.</summary>
    /// <inheritdoc cref="BackUpAsync"/>
    public static async Task<ClaimOutcome?> RestoreAsync(OrchestrationContext context, ClaimInput input)
    {
        var isGoingOn = false;
        try
        {
            var end = await new SnapshotWatch(context, input).RunAsync();
            isGoingOn = end is null;
            return end?.Snapshot is { } snapshot ? Filled(input.Move, snapshot) : end?.Without;
        }
        catch (TaskFailedException failed)
        {
            return ClaimOutcome.Failed(input.Move.Planned.Claim, failed.Message);
        }
        finally
        {
            if (!isGoingOn)
            {
                await ReleaseAsync(context, What(input.Move), () => context.CallActivityAsync(
                    SnapshotNames.ReleaseImport, input.Move, Retries.Transient));
            }
        }
    }

    /// <summary>When all claims are done: removes the snapshots of groups that none of them is kept in.</summary>
    public static Task ReleaseGroupsAsync(OrchestrationContext context, ReleaseGroupsInput input) => ReleaseAsync(
        context,
        $"the groups of backup {input.Run.Backup}",
        () => context.CallActivityAsync(SnapshotNames.ReleaseGroups, input, Retries.Transient));

    private static string What(ClaimMove move) => $"{move.SnapshotName} of claim {move.Planned.Claim}";

    private static async Task<ClaimOutcome?> MoveAsync(
        OrchestrationContext context, ClaimInput input, Func<MoverResult, Task<ClaimOutcome>> finishAsync)
    {
        // A mover that is at work has its claim.
        if (input.State is null)
        {
            var clone = await context.CallActivityAsync(
                SnapshotNames.CloneSnapshot, new CloneInput(input.Move, input.Snapshot!), Retries.Transient);
            if (clone.Refusal is { } refusal)
            {
                return ClaimOutcome.Failed(input.Move.Planned.Claim, refusal);
            }
        }

        return await ClaimRun.RunAsync(context, input, finishAsync);
    }

    private static ClaimOutcome Filled(ClaimMove move, Core.Volumes.Snapshots.ArchivedSnapshot snapshot) =>
        new(move.Planned.Claim, ClaimState.Completed, null) { Snapshot = snapshot };

    /// <summary>What is left behind when this fails is untidy, and a later run sweeps it; the claim's outcome is what it is.</summary>
    private static async Task ReleaseAsync(OrchestrationContext context, string what, Func<Task<bool>> releaseAsync)
    {
        try
        {
            for (var look = 0; look < LastLooks; look++)
            {
                if (await releaseAsync())
                {
                    return;
                }

                await context.CreateTimer(context.CurrentUtcDateTime + LastPause, CancellationToken.None);
            }

            Warn("the storage system takes its time");
        }
        catch (TaskFailedException failed)
        {
            Warn(failed.Message);
        }

        void Warn(string reason) => context.CreateReplaySafeLogger(nameof(SnapshotRun)).LogWarning(
            "What the snapshot {Snapshot} took in the cluster was not removed: {Reason}", what, reason);
    }
}
