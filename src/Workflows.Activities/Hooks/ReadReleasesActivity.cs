using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Hooks;
using Workflows.Durable;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Activities.Hooks;

/// <summary>Reads which pods may go on when claims of a group have their data in the backup.</summary>
public sealed class ReadReleasesActivity(ActivityServices services) : Activity<MoveClaimsInput, IReadOnlyList<HookRelease>>
{
    /// <inheritdoc/>
    public override Task<IReadOnlyList<HookRelease>> RunAsync(
        ActivityContext context, MoveClaimsInput input, CancellationToken cancellationToken) =>
        VolumeDocuments.Create(services, input.Run).ReadReleasesAsync(input.PlanId, input.Group, cancellationToken);
}
