using Workflows.Activities.Backups.Planning;
using Workflows.Activities.Hooks;
using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Hooks;
using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Activities.Volumes;

/// <summary>
/// Looks which claims a backup takes, and stores them under the attempt's name. Movers of dead runs, which may hold the
/// very claims, are removed first.
/// </summary>
public sealed class PlanVolumesActivity(ActivityServices services) : Activity<PlanVolumesInput, VolumePlan>
{
    /// <inheritdoc/>
    public override async Task<VolumePlan> RunAsync(
        ActivityContext context, PlanVolumesInput input, CancellationToken cancellationToken)
    {
        var cluster = new MoverCluster(services.Clusters.Get(input.Run.Cluster));
        await new MoverSweep(cluster, services.Stores.Get(input.Run.Store), input.Run.Store).RunAsync(cancellationToken);
        var scope = await PlanDocuments.Create(services, input.Spec, input.PlanId).ReadScopeAsync(cancellationToken);
        var pods = input.Hooks is { } hooks
            ? await HookDocuments.Create(services, hooks.Spec, hooks.Plan.PlanId).ReadPodsAsync(cancellationToken)
            : [];
        var claims = await new ClaimSurvey(cluster, input.Spec, scope, pods).RunAsync(input.Run, cancellationToken);
        var plan = await VolumeDocuments.Create(services, input.Run)
            .WritePlanAsync(ActivityServices.NewAttempt(), new HookedClaims(pods, claims), cancellationToken);
        return plan with { TakesGroups = claims.Any(claim => claim.Group is not null) };
    }
}
