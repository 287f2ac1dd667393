using Workflows.Activities.Backups.Capturing;
using Workflows.Activities.Backups.Planning;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups;

/// <summary>
/// Lists a part's metadata at a later revision and holds it against what was captured: the same objects in the same
/// versions need not be read again.
/// </summary>
public sealed class CheckPartActivity(ActivityServices services) : Activity<CheckPartInput, PartState>
{
    /// <inheritdoc/>
    public override async Task<PartState> RunAsync(
        ActivityContext context, CheckPartInput input, CancellationToken cancellationToken)
    {
        var scope = await PlanDocuments.Create(services, input.Spec, input.PlanId).ReadScopeAsync(cancellationToken);
        return await new PartCheck(services, input, scope).RunAsync(cancellationToken);
    }
}
