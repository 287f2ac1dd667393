using Workflows.Activities.Backups.Planning;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups;

/// <summary>Stores what a group captured.</summary>
public sealed class RecordGroupActivity(ActivityServices services) : Activity<RecordGroupInput, CapturedGroup>
{
    /// <inheritdoc/>
    public override async Task<CapturedGroup> RunAsync(
        ActivityContext context, RecordGroupInput input, CancellationToken cancellationToken)
    {
        var record = await PlanDocuments.Create(services, input.Spec, input.PlanId).WriteCapturedAsync(
            input.Group, ActivityServices.NewAttempt(), input.Parts, cancellationToken);
        var segments = input.Parts.SelectMany(part => part.Segments).ToArray();
        return new(
            input.Group,
            record,
            input.Complete,
            segments.Sum(segment => (long)segment.Objects),
            segments.Sum(segment => segment.DataLength));
    }
}
