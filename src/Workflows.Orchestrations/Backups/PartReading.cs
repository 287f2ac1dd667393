using Workflows.Core.Backups;
using Workflows.Durable;

namespace Workflows.Orchestrations.Backups;

/// <summary>Reads parts: one activity after the other until a part is done, each for as long as its budget lasts.</summary>
internal sealed class PartReading(OrchestrationContext context, BackupSpec spec, BackupPlan plan)
{
    /// <summary>Whether what was captured of a part is of all its lists, and of no others.</summary>
    public static bool HasSameLists(CapturePart part, CapturedPart captured) => captured.Lists == part.Slices.Count;

    /// <summary>The part at a revision, whole; null when the revision was compacted before its end.</summary>
    public async Task<CapturedPart?> ReadAsync(CapturePart part, string revision)
    {
        var segments = new List<PartSegment>();
        var problems = new List<string>();
        var hash = ObjectSetHash.Empty;

        // A part may have no list left: all its kinds are gone.
        var next = part.Slices.Count == 0 ? null : new CapturePoint(0, null);
        for (var activities = 0; next is not null; activities++)
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
                segments.Add(segment);
            }

            next = result.Next;
        }

        return new(part.Number, revision, part.Slices.Count, segments, hash.ToString(), problems);
    }

    /// <summary>Whether what was captured of the part still holds at the plan's revision.</summary>
    public Task<PartState> CheckAsync(CapturePart part, CapturedPart captured)
    {
        if (captured.Problems.Count > 0 || captured.Outdated || !HasSameLists(part, captured))
        {
            return Task.FromResult(PartState.Changed);
        }

        // Where each list may show its own moment, any moment will do.
        return spec.OneRevision
            ? context.CallActivityAsync(
                BackupNames.CheckPart,
                new CheckPartInput(spec, plan.PlanId, plan.Revision, part, captured.Hash),
                Retries.Transient)
            : Task.FromResult(PartState.Unchanged);
    }
}
