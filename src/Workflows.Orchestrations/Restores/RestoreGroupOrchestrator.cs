using Microsoft.Extensions.Logging;
using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>
/// Restores the chunks of one group, some at a time, and records which attempts count: also when a chunk failed for
/// good, so that the report of a restore that ends early tells of what its last chunks did.
/// </summary>
public sealed class RestoreGroupOrchestrator : Orchestrator<GroupInput, OutcomeCounts>
{
    public override async Task<OutcomeCounts> RunAsync(OrchestrationContext context, GroupInput input)
    {
        var group = input.Group;
        var counts = OutcomeCounts.None;
        var done = new List<ChunkAttempt>(group.Chunks);
        try
        {
            await FanOut.RunAsync(
                Enumerable.Range(group.First, group.Chunks).ToArray(),
                input.Spec.Window,
                chunk => context.CallActivityAsync(
                    RestoreNames.RestoreChunk,
                    new ChunkInput(input.Spec, input.PlanId, group.Wave, chunk),
                    Retries.Transient),
                restored =>
                {
                    counts = counts.Plus(restored.Counts);
                    done.Add(new(restored.Chunk, restored.Attempt));
                    context.SetCustomStatus(
                        new RestoreProgress("Restoring", group.Label, 0, counts.Total, counts.Failed));
                });
        }
        catch (TaskFailedException)
        {
            await TryRecordAsync(context, input, done);
            throw;
        }

        await RecordAsync(context, input, done);
        return counts;
    }

    /// <summary>Why the chunk failed is what is to be told, whatever else then fails.</summary>
    private static async Task TryRecordAsync(
        OrchestrationContext context, GroupInput input, IReadOnlyList<ChunkAttempt> done)
    {
        try
        {
            await RecordAsync(context, input, done);
        }
        catch (TaskFailedException failed)
        {
            context.CreateReplaySafeLogger(nameof(RestoreGroupOrchestrator)).LogWarning(
                "What restore {Name} did in {Group} can't be recorded: {Reason}",
                input.Spec.Name, input.Group.Label, failed.Message);
        }
    }

    private static Task<bool> RecordAsync(
        OrchestrationContext context, GroupInput input, IReadOnlyList<ChunkAttempt> done) =>
        context.CallActivityAsync(
            RestoreNames.RecordRestored,
            new RecordGroupInput(
                input.Spec,
                input.PlanId,
                input.Group.Wave,
                input.Group.Number,
                [.. done.OrderBy(attempt => attempt.Chunk)]),
            Retries.Transient);
}
