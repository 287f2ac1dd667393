using Microsoft.Extensions.Logging;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Seeing;
using Workflows.Durable;

namespace Workflows.Orchestrations.Volumes;

/// <summary>
/// Starts a claim's mover and looks at it until it has ended, one way or another; then removes it. A look is short, and
/// between two looks nobody waits for anything: a process that dies is followed by one that looks again.
/// </summary>
internal sealed class MoverWatch(OrchestrationContext context, ClaimInput input)
{
    /// <summary>How many looks one history holds, before the orchestration starts over with what it knows.</summary>
    private const int LooksAtOnce = 100;

    /// <summary>How often it is looked whether a removed mover is gone: a pod has 30 seconds to end.</summary>
    private const int LastLooks = 40;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    /// <summary>Long movers are looked at less often; their grants live for hours.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LastPause = TimeSpan.FromSeconds(3);

    private ClaimName Claim => input.Move.Planned.Claim;

    /// <summary>A volume that is made of a snapshot takes its time, and the pod waits for it.</summary>
    private TimeSpan Patience => input.Move.ReadsClone
        ? input.Move.Run.Settings.Patience + input.Move.Run.Settings.SnapshotPatience
        : input.Move.Run.Settings.Patience;

    /// <summary>
    /// What the mover left, or why it left nothing; null where the orchestration starts over, and is to return at once.
    /// </summary>
    /// <exception cref="TaskFailedException">It could not be started or looked at, over minutes.</exception>
    public async Task<MoverEnd?> RunAsync()
    {
        var state = input.State;
        if (state is null)
        {
            context.SetCustomStatus(new ClaimProgress(Claim, "Starting", null, 0));
            var start = await context.CallActivityAsync(VolumeNames.StartMover, input.Move, Retries.Transient);
            if (start.Refusal is { } refusal)
            {
                return new(null, start.IsSkipped ? ClaimOutcome.Skipped(Claim, refusal) : ClaimOutcome.Failed(Claim, refusal));
            }

            state = MoverState.Unknown;
        }

        var stuckSince = input.StuckSince;
        var pause = ShortestPause;
        for (var look = 0; look < LooksAtOnce; look++)
        {
            var report = await context.CallActivityAsync(
                VolumeNames.AttendMover, new AttendInput(input.Move, state), Retries.Transient);
            state = report.State;
            stuckSince = report.Phase is MoverPhase.Starting or MoverPhase.Blocked
                ? stuckSince ?? context.CurrentUtcDateTime
                : null;
            if (EndOf(report, stuckSince) is { } end)
            {
                return end;
            }

            context.SetCustomStatus(new ClaimProgress(Claim, report.Phase.ToString(), report.Reason, report.Bytes));
            await context.CreateTimer(context.CurrentUtcDateTime + pause, CancellationToken.None);
            pause = pause * 1.3 < LongestPause ? pause * 1.3 : LongestPause;
        }

        context.ContinueAsNew(input with { State = state, StuckSince = stuckSince });
        return null;
    }

    /// <summary>
    /// Removes the mover, whatever came of it. What is left behind when this fails is untidy, and a later run sweeps
    /// it; the claim's outcome is what it is.
    /// </summary>
    public async Task CleanUpAsync()
    {
        try
        {
            for (var look = 0; look < LastLooks; look++)
            {
                if (await context.CallActivityAsync(VolumeNames.CleanUpMover, input.Move, Retries.Transient))
                {
                    return;
                }

                await context.CreateTimer(context.CurrentUtcDateTime + LastPause, CancellationToken.None);
            }

            Warn("its pod does not end");
        }
        catch (TaskFailedException failed)
        {
            Warn(failed.Message);
        }
    }

    private MoverEnd? EndOf(MoverReport report, DateTimeOffset? stuckSince) => report.Phase switch
    {
        MoverPhase.Succeeded => new(report.Result, null),
        MoverPhase.Gone or MoverPhase.Failed or MoverPhase.Refused =>
            new(null, ClaimOutcome.Failed(Claim, report.Reason ?? "Its mover failed and did not say why.")),
        MoverPhase.Starting or MoverPhase.Blocked
            when stuckSince is { } since && context.CurrentUtcDateTime - since >= Patience =>
            new(null, ClaimOutcome.Failed(Claim, GivenUp(report.Reason))),
        _ => null,
    };

    private string GivenUp(string? reason) =>
        $"Its mover did not start within {Patience.TotalMinutes:0.#} minutes. "
        + (reason ?? "Kubernetes does not say what it waits for.");

    private void Warn(string reason) => context.CreateReplaySafeLogger(nameof(MoverWatch)).LogWarning(
        "The mover {Job} of claim {Claim} was not removed: {Reason}", input.Move.Job, Claim, reason);
}
