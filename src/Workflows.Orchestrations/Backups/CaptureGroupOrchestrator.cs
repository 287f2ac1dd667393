using Workflows.Core.Backups;
using Workflows.Core.Reports;
using Workflows.Durable;

namespace Workflows.Orchestrations.Backups;

/// <summary>
/// Captures one group of parts, some at a time. Groups exist so that no history grows with the cluster: each holds
/// the results of its own parts and hands on a reference.
/// </summary>
public sealed class CaptureGroupOrchestrator : Orchestrator<CaptureGroupInput, CapturedGroup>
{
    public override async Task<CapturedGroup> RunAsync(OrchestrationContext context, CaptureGroupInput input)
    {
        var parts = await context.CallActivityAsync(
            BackupNames.ReadPlanGroup,
            new PlanGroup(input.Spec, input.Plan.PlanId, input.Group),
            Retries.Transient);
        var estimated = parts.Sum(part => part.EstimatedObjects);
        var progress = new BackupProgress("Capturing", parts.Count, 0, estimated, 0, 0);
        var captured = await FanOut.RunAsync(
            parts,
            input.Spec.Window,
            part => CapturePartAsync(context, input, part),
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
    /// revision was compacted meanwhile, the rest is read at the revision of now, and the report says mixed.
    /// </summary>
    private static async Task<CapturedPart> CapturePartAsync(
        OrchestrationContext context, CaptureGroupInput input, CapturePart part)
    {
        var segments = new List<CapturedSegment>();
        var problems = new List<Problem>();
        var revision = input.Plan.Revision;
        CapturePoint? next = null;
        do
        {
            var result = await context.CallActivityAsync(
                BackupNames.CapturePart,
                new CapturePartInput(input.Spec, input.Plan.PlanId, revision, part, next),
                Retries.Transient);
            next = result.Next;
            problems.AddRange(result.Problems);
            if (result.Segment is { } segment)
            {
                segments.Add(new(segment, revision));
            }

            if (result.Compacted)
            {
                revision = await context.CallActivityAsync(
                    BackupNames.TakeRevision, input.Spec, Retries.Transient);
            }
        }
        while (next is not null);
        return new(part.Number, segments, problems);
    }
}
