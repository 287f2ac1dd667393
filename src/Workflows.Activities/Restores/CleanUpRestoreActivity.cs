using Workflows.Activities.Restores.Planning;
using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Activities.Restores;

/// <summary>Removes what this run of a restore or comparison staged; what another run holds stays.</summary>
public sealed class CleanUpRestoreActivity(ActivityServices services) : Activity<RestoreSpec, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, RestoreSpec input, CancellationToken cancellationToken)
    {
        var documents = RestoreDocuments.Create(services, input, planId: "");
        if (!await documents.IsHeldByAsync(services.OwnerOf(context), cancellationToken))
        {
            return false;
        }

        await documents.ClearAsync(cancellationToken);
        return true;
    }
}
