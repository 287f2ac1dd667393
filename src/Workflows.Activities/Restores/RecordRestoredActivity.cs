using Workflows.Activities.Restores.Planning;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Restores;

/// <summary>
/// Stores which restoring attempts of a group count. What it writes follows from the history alone, so that two
/// attempts of it write the same under the same name.
/// </summary>
public sealed class RecordRestoredActivity(ActivityServices services) : Activity<RecordGroupInput, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, RecordGroupInput input, CancellationToken cancellationToken)
    {
        await RestoreDocuments.Create(services, input.Spec, input.PlanId)
            .WriteRestoredAsync(input.Wave, input.Group, input.Attempts, cancellationToken);
        return true;
    }
}
