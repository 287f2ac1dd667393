using Workflows.Core.Retention;
using Workflows.Durable;

namespace Workflows.Orchestrations.Retention;

/// <summary>
/// Deletes the backups of a plan that nothing keeps. One after another, the oldest first: a run that is cut off goes on
/// where it was, also in the middle of a deletion. What can't be deleted is reported and left to the next run. Before
/// that the store is told to keep what is locked and not kept by it yet, so that a run that was cut off is made up for.
/// </summary>
public sealed class RetentionOrchestrator : Orchestrator<RetentionInput, RetentionSummary>
{
    /// <summary>A result stays under 45 KB, and a name has 200 characters at most.</summary>
    private const int MostNames = 100;

    private const int MostFailures = 20;

    private const int LongestReason = 500;

    public override async Task<RetentionSummary> RunAsync(OrchestrationContext context, RetentionInput input)
    {
        var notLocked = await EnforceLocksAsync(context, input);
        var deleted = new List<string>();
        var left = new List<RetentionFailure>();
        while (true)
        {
            var round = await context.CallActivityAsync(
                RetentionNames.DecideRetention, new DecideRetentionInput(input, [.. left.Select(failure => failure.Name)]), Retries.Transient);
            if (round.Goes.Count == 0 || left.Count >= MostFailures)
            {
                return new RetentionSummary(
                    input.Plan, deleted.Count, round.Kept, [.. deleted.Take(MostNames)], [.. left.Take(MostFailures)], left.Count)
                {
                    NotLocked = [.. notLocked.Take(MostFailures)],
                };
            }

            foreach (var backup in round.Goes)
            {
                if (await TryDeleteAsync(context, input, backup) is { } reason)
                {
                    left.Add(Shortened(new(backup.Name, reason)));
                }
                else
                {
                    deleted.Add(backup.Name);
                }
            }
        }
    }

    /// <summary>A lock that can't be set keeps nobody from deleting what is over; the next run tries again.</summary>
    private static async Task<IReadOnlyList<RetentionFailure>> EnforceLocksAsync(OrchestrationContext context, RetentionInput input)
    {
        var failed = new List<RetentionFailure>();
        try
        {
            EnforcedLocks round;
            do
            {
                round = await context.CallActivityAsync(
                    RetentionNames.EnforceLocks, new EnforceLocksInput(input, [.. failed.Select(failure => failure.Name)]), Retries.Transient);
                failed.AddRange(round.Failed.Select(Shortened));
            }
            while (!round.IsDone && failed.Count < MostFailures);
        }
        catch (TaskFailedException unavailable)
        {
            failed.Add(Shortened(new("*", unavailable.Message)));
        }

        return failed;
    }

    private static RetentionFailure Shortened(RetentionFailure failure) =>
        failure with { Reason = failure.Reason[..Math.Min(failure.Reason.Length, LongestReason)] };

    /// <returns>Why it is still there; null when it is gone.</returns>
    private static async Task<string?> TryDeleteAsync(OrchestrationContext context, RetentionInput input, ExpiredBackup backup)
    {
        try
        {
            return await context.CallActivityAsync(
                RetentionNames.DeleteExpired, new DeleteExpiredInput(input, backup.Name, backup.BackupUid), Retries.Transient);
        }
        catch (TaskFailedException failed)
        {
            return failed.Message;
        }
    }
}
