using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Seeing;
using Workflows.Orchestrations.Volumes;
using Workflows.Volumes.Handover;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>What a mover that ended left as its termination message, and what it means.</summary>
internal static class LastWords
{
    public static MoverReport OfSuccess(MoverSight sight, AttendInput input) => sight.Pod is null
        ? OfDeleted(input)
        : MoverOutcome.TryParse(sight.LastWord) is { Outcome: MoverOutcome.Completed, Attempt: { } attempt } word
            ? Report(MoverPhase.Succeeded, null, input) with
            {
                Result = new(attempt, word.Bytes ?? 0, word.Problems ?? 0),
            }
            : Report(MoverPhase.Failed, "Its program ended and did not say what it did: it is not the mover's image.", input);

    /// <summary>
    /// A Job that is done and whose pod is gone: what a backup stored lies in the store, under the attempt that was handed
    /// over; of a restore it is known that it came to its end, and not how many entries it could not make.
    /// </summary>
    private static MoverReport OfDeleted(AttendInput input) => input.State.Attempt is { } attempt
        ? Report(MoverPhase.Succeeded, null, input) with
        {
            Result = new(attempt, 0, 0)
            {
                Note = input.Move.Run.Task is MoverTask.Restore
                    ? "Its pod was deleted before it was read how many entries are not as they were: the files are there, and how many had problems is not known."
                    : null,
            },
        }
        : Report(MoverPhase.Failed, "Its pod was deleted before it was known what it works on.", input);

    /// <summary>
    /// A pod that failed is followed by another, unless what it says will be the same again: a claim that can't be
    /// written, a key that does not fit.
    /// </summary>
    public static MoverReport OfOthers(MoverSight sight, AttendInput input)
    {
        var word = MoverOutcome.TryParse(sight.LastWord)?.Message;
        return IsFinal(sight)
            ? Report(MoverPhase.Failed, word, input)
            : Report(sight.Phase, sight.Phase is MoverPhase.Failed ? word ?? sight.Reason : sight.Reason, input);
    }

    public static bool IsFinal(MoverSight sight) =>
        MoverOutcome.TryParse(sight.LastWord) is { Outcome: MoverOutcome.Failed, Transient: not true };

    public static MoverReport Report(MoverPhase phase, string? reason, AttendInput input) =>
        new(phase, Cut(reason), input.State, 0);

    /// <summary>As long as histories take it.</summary>
    public static string? Cut(string? reason) =>
        reason is { Length: > ClaimOutcome.LongestReason } ? $"{reason[..(ClaimOutcome.LongestReason - 1)]}…" : reason;
}
