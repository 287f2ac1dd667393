using Workflows.Core.Backups;
using Workflows.Durable;

namespace Workflows.Orchestrations.Backups;

/// <summary>Reads parts: one activity after the other until a part is done, each for as long as its budget lasts.</summary>
internal sealed class PartReading(OrchestrationContext context, BackupSpec spec, BackupPlan plan)
{
    /// <summary>The part at a revision, whole; null when the revision was compacted before its end.</summary>
    public async Task<CapturedPart?> ReadAsync(CapturePart part, string revision)
    {
        var segments = new List<CapturedSegment>();
        var problems = new List<string>();
        var hash = ObjectSetHash.Empty;
        CapturePoint? next = null;
        for (var activities = 0; ; activities++)
        {
            var result = await context.CallActivityAsync(
                BackupNames.CapturePart,
                new CapturePartInput(
                    spec, plan.PlanId, revision, part, part.Number + (activities * plan.SegmentStride), next),
                Retries.Transient);
            if (result.Compacted)
            {
                return null;
            }

            hash = hash.Plus(ObjectSetHash.Parse(result.Hash));
            if (result.Problems is { } document)
            {
                problems.Add(document);
            }

            if (result.Segment is { } segment)
            {
                segments.Add(new(segment, revision));
            }

            next = result.Next;
            if (next is null)
            {
                return new(part.Number, segments, hash.ToString(), problems);
            }
        }
    }

    /// <summary>Whether what was captured of the part still holds at the plan's revision.</summary>
    public Task<PartState> CheckAsync(CapturePart part, CapturedPart captured) =>
        captured.Problems.Count > 0 || captured.Unreadable
            ? Task.FromResult(PartState.Changed)
            : context.CallActivityAsync(
                BackupNames.CheckPart,
                new CheckPartInput(spec, plan.PlanId, plan.Revision, part, captured.Hash),
                Retries.Transient);
}
