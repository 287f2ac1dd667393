using Workflows.Activities.Restores.Planning;
using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Activities.Restores;

/// <summary>Removes what a restore or comparison staged.</summary>
public sealed class CleanUpRestoreActivity(ActivityServices services) : Activity<RestoreSpec, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, RestoreSpec input, CancellationToken cancellationToken)
    {
        await RestoreDocuments.Create(services, input, planId: "").ClearAsync(cancellationToken);
        return true;
    }
}
