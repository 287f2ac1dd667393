using Workflows.Activities.Volumes.Moving;
using Workflows.Durable;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Activities.Volumes;

/// <summary>
/// Stores what became of a group's claims. What it writes follows from the history alone, so that two attempts of it
/// write the same under the same name.
/// </summary>
public sealed class RecordClaimsActivity(ActivityServices services) : Activity<RecordClaimsInput, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, RecordClaimsInput input, CancellationToken cancellationToken)
    {
        await VolumeDocuments.Create(services, input.Run)
            .WriteOutcomesAsync(input.PlanId, input.Group, input.Outcomes, cancellationToken);
        return true;
    }
}
