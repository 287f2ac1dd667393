using Workflows.Activities.Restores.Planning;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Restores;

/// <summary>
/// Stores which comparing attempts of a group found differences. What it writes follows from the history alone, so
/// that two attempts of it write the same under the same name.
/// </summary>
public sealed class RecordComparedActivity(ActivityServices services) : Activity<RecordGroupInput, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, RecordGroupInput input, CancellationToken cancellationToken)
    {
        await RestoreDocuments.Create(services, input.Spec, input.PlanId)
            .WriteComparedAsync(input.Wave, input.Group, input.Attempts, cancellationToken);
        return true;
    }
}
