using Workflows.Activities.Backups.Planning;
using Workflows.Core.Backups;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups;

/// <summary>Reads one group of the plan's parts.</summary>
public sealed class ReadPlanGroupActivity(ActivityServices services)
    : Activity<PlanGroup, IReadOnlyList<CapturePart>>
{
    /// <inheritdoc/>
    public override Task<IReadOnlyList<CapturePart>> RunAsync(
        ActivityContext context, PlanGroup input, CancellationToken cancellationToken) =>
        PlanDocuments.Create(services, input.Spec, input.PlanId).ReadGroupAsync(input.Group, cancellationToken);
}
