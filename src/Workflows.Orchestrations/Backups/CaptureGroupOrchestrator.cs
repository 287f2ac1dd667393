using Workflows.Core.Backups;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Durable;

namespace Workflows.Orchestrations.Backups;

/// <summary>
/// Captures one group of parts, some at a time. Groups exist so that no history grows with the cluster: each holds
/// the results of its own parts and hands on a reference.
/// </summary>
public sealed class CaptureGroupOrchestrator : Orchestrator<CaptureGroupInput, CapturedGroup>
{
    /// <summary>How often a part may lose its revision; one that takes longer than revisions live never ends.</summary>
    private const int MaxCompactions = 4;

    public override async Task<CapturedGroup> RunAsync(OrchestrationContext context, CaptureGroupInput input)
    {
        var parts = await context.CallActivityAsync(
            BackupNames.ReadPlanGroup,
            new PlanGroup(input.Spec, input.Plan.PlanId, input.Group),
            Retries.Transient);
        var estimated = parts.Sum(part => part.EstimatedObjects);
        var progress = new BackupProgress("Capturing", parts.Count, 0, estimated, 0, 0);
        var latest = new LatestRevision(input.Plan.Revision);
        var captured = await FanOut.RunAsync(
            parts,
            input.Spec.Window,
            part => CapturePartAsync(context, input, latest, part),
            part => context.SetCustomStatus(progress = progress with
            {
                PartsDone = progress.PartsDone + 1,
                Objects = progress.Objects + part.Segments.Sum(s => (long)s.Segment.Objects),
                Bytes = progress.Bytes + part.Segments.Sum(s => s.Segment.DataLength),
            }));
        return await context.CallActivityAsync(
            BackupNames.RecordGroup,
            new RecordGroupInput(input.Spec, input.Plan.PlanId, input.Group, captured),
            Retries.Transient);
    }

    /// <summary>
    /// One activity after the other until the part is done: each reads for as long as its budget lasts. When the
    /// revision was compacted meanwhile, the part is read again at a later one, whole, so that no object is in the
    /// archive twice; the report then says mixed.
    /// </summary>
    private static async Task<CapturedPart> CapturePartAsync(
        OrchestrationContext context, CaptureGroupInput input, LatestRevision latest, CapturePart part)
    {
        var segments = new List<CapturedSegment>();
        var problems = new List<Problem>();
        var revision = latest.Value;
        CapturePoint? next = null;
        var activities = 0;
        var compactions = 0;
        while (true)
        {
            var result = await context.CallActivityAsync(
                BackupNames.CapturePart,
                new CapturePartInput(
                    input.Spec, input.Plan.PlanId, revision, part, part.Number + (activities++ * input.Plan.Parts), next),
                Retries.Transient);
            if (result.Compacted)
            {
                if (++compactions == MaxCompactions)
                {
                    return new(part.Number, [], Unreadable(part));
                }

                segments.Clear();
                problems.Clear();
                next = null;
                revision = await latest.AfterAsync(context, input.Spec, revision);
                continue;
            }

            problems.AddRange(result.Problems);
            if (result.Segment is { } segment)
            {
                segments.Add(new(segment, revision));
            }

            next = result.Next;
            if (next is null)
            {
                return new(part.Number, segments, problems);
            }
        }
    }

    private static IReadOnlyList<Problem> Unreadable(CapturePart part) =>
    [
        .. part.Slices.Select(slice => new Problem(
            ProblemSeverity.Error,
            new GroupResource(slice.Plural, slice.Group).ToString(),
            slice.Namespace,
            $"Its revision was compacted {MaxCompactions} times before it could be read to the end.")),
    ];
}
