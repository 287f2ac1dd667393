using Workflows.Activities.Backups.Planning;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups;

/// <summary>Reads what an earlier round captured of a group.</summary>
public sealed class ReadCapturedActivity(ActivityServices services)
    : Activity<CapturedRecord, IReadOnlyList<CapturedPart>>
{
    /// <inheritdoc/>
    public override Task<IReadOnlyList<CapturedPart>> RunAsync(
        ActivityContext context, CapturedRecord input, CancellationToken cancellationToken) =>
        PlanDocuments.Create(services, input.Spec, input.PlanId).ReadCapturedAsync(input.Record, cancellationToken);
}
