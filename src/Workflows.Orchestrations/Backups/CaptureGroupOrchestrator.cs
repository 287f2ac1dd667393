using Workflows.Core.Backups;
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
        var earlier = await ReadEarlierAsync(context, input);
        var capture = CaptureOf(context, input);
        var progress = new BackupProgress("Capturing", parts.Count, 0, parts.Sum(part => part.EstimatedObjects), 0, 0)
        {
            Round = input.Round,
        };
        var captured = await FanOut.RunAsync(
            parts,
            input.Spec.Window,
            part => capture.CaptureAsync(part, earlier.GetValueOrDefault(part.Number)),
            part =>
            {
                if (part is not null && capture.IsComplete)
                {
                    progress = After(progress, part);
                    context.SetCustomStatus(progress);
                }
            });
        return await context.CallActivityAsync(
            BackupNames.RecordGroup,
            new RecordGroupInput(
                input.Spec,
                input.Plan.PlanId,
                input.Group,
                capture.IsComplete,
                [.. captured.OfType<CapturedPart>()]),
            Retries.Transient);
    }

    private static IPartCapture CaptureOf(OrchestrationContext context, CaptureGroupInput input)
    {
        var reading = new PartReading(context, input.Spec, input.Plan);
        return input.SettleAt is { } latest
            ? new SettledCapture(reading, new(context, input.Spec, latest))
            : new ExactCapture(reading, input.Plan);
    }

    private static async Task<IReadOnlyDictionary<int, CapturedPart>> ReadEarlierAsync(
        OrchestrationContext context, CaptureGroupInput input)
    {
        IReadOnlyList<CapturedPart> captured = input.Captured is { } record
            ? await context.CallActivityAsync(
                BackupNames.ReadCaptured,
                new CapturedRecord(input.Spec, input.Plan.PlanId, record),
                Retries.Transient)
            : [];
        return captured.ToDictionary(part => part.Number);
    }

    private static BackupProgress After(BackupProgress progress, CapturedPart part) => progress with
    {
        PartsDone = progress.PartsDone + 1,
        Objects = progress.Objects + part.Segments.Sum(segment => (long)segment.Objects),
        Bytes = progress.Bytes + part.Segments.Sum(segment => segment.DataLength),
    };
}
