using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Activities.Volumes;

/// <summary>Reads one group of the claims that a plan has.</summary>
public sealed class ReadClaimsActivity(ActivityServices services) : Activity<MoveClaimsInput, IReadOnlyList<PlannedClaim>>
{
    /// <inheritdoc/>
    public override Task<IReadOnlyList<PlannedClaim>> RunAsync(
        ActivityContext context, MoveClaimsInput input, CancellationToken cancellationToken) =>
        VolumeDocuments.Create(services, input.Run).ReadClaimsAsync(input.PlanId, input.Group, cancellationToken);
}
