using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Durable;

namespace Workflows.Orchestrations.Volumes.Snapshots;

/// <summary>
/// Takes a claim's snapshot, or brings an archived one to a claim, and looks until it is ready. Between two looks nobody
/// waits for anything: a process that dies is followed by one that looks again.
/// </summary>
internal sealed class SnapshotWatch(OrchestrationContext context, ClaimInput input)
{
    /// <summary>How many looks one history holds, before the orchestration starts over with what it knows.</summary>
    private const int LooksAtOnce = 100;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    /// <summary>Snapshots that are copied elsewhere take hours.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly bool takes = input.Move.Run.Task is MoverTask.Backup;

    private ClaimName Claim => input.Move.Planned.Claim;

    private MoverSettings Settings => input.Move.Run.Settings;

    /// <summary>
    /// The snapshot, or why there is none; null where the orchestration starts over, and is to return at once.
    /// </summary>
    /// <exception cref="TaskFailedException">It could not be begun or looked at, over minutes.</exception>
    public async Task<SnapshotEnd?> RunAsync()
    {
        if (input.Snapshot is { } known)
        {
            return new(known, null);
        }

        var since = input.SnapshotSince;
        if (since is null)
        {
            context.SetCustomStatus(new ClaimProgress(Claim, "Starting", null, 0));
            var start = await context.CallActivityAsync(
                takes ? SnapshotNames.TakeSnapshot : SnapshotNames.ImportSnapshot, input.Move, Retries.Transient);
            if (start.Refusal is { } refusal)
            {
                return new(null, start.IsSkipped ? ClaimOutcome.Skipped(Claim, refusal) : ClaimOutcome.Failed(Claim, refusal));
            }

            since = context.CurrentUtcDateTime;
        }

        var pause = ShortestPause;
        for (var look = 0; look < LooksAtOnce; look++)
        {
            var report = await context.CallActivityAsync(
                takes ? SnapshotNames.LookAtSnapshot : SnapshotNames.LookAtImport, input.Move, Retries.Transient);
            if (EndOf(report, context.CurrentUtcDateTime - since.Value) is { } end)
            {
                return end;
            }

            context.SetCustomStatus(new ClaimProgress(Claim, takes ? "Snapshotting" : "Filling", report.Reason, 0));
            await context.CreateTimer(context.CurrentUtcDateTime + pause, CancellationToken.None);
            pause = pause * 1.3 < LongestPause ? pause * 1.3 : LongestPause;
        }

        context.ContinueAsNew(input with { SnapshotSince = since });
        return null;
    }

    private SnapshotEnd? EndOf(SnapshotReport report, TimeSpan waited) => report.Phase switch
    {
        SnapshotPhase.Ready => new(report.Snapshot, null),
        SnapshotPhase.Gone => new(null, ClaimOutcome.Failed(Claim, report.Reason ?? "Somebody deleted its VolumeSnapshot meanwhile.")),
        SnapshotPhase.Taking when waited >= Settings.SnapshotPatience => GivenUp(
            takes ? "Its snapshot was not taken" : "It was not filled from its snapshot", Settings.SnapshotPatience, report.Reason),
        SnapshotPhase.Cut when waited >= Settings.SnapshotLimit => GivenUp(
            "Its snapshot was cut and not ready to use", Settings.SnapshotLimit, report.Reason),
        _ => null,
    };

    private SnapshotEnd GivenUp(string what, TimeSpan within, string? reason) => new(null, ClaimOutcome.Failed(
        Claim, $"{what} within {within.TotalMinutes:0.#} minutes. {reason ?? "The cluster does not say what it waits for."}"));
}
