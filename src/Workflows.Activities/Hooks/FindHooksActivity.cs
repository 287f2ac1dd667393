using Workflows.Core.Hooks;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Hooks;

/// <summary>Looks which pods of the selection have hooks. What it finds is stored under the attempt's name.</summary>
public sealed class FindHooksActivity(ActivityServices services) : Activity<PlanBackupInput, HookPlan>
{
    /// <inheritdoc/>
    public override async Task<HookPlan> RunAsync(
        ActivityContext context, PlanBackupInput input, CancellationToken cancellationToken)
    {
        var search = new PodHookSearch(services.Clusters.Get(input.Spec.Cluster), input.Spec);
        await search.RunAsync(cancellationToken);
        if (search.Found.Count == 0 && search.Problems.Count == 0)
        {
            return HookPlan.None;
        }

        // What pods run is the cluster's, and is encrypted with the backup from the beginning.
        await BackupKeys.CreateAsync(services, input, cancellationToken);
        var (pods, count, withoutClaims) = HookedClaims.Order(search.Found);
        var plan = new HookPlan(ActivityServices.NewAttempt(), count) { WithoutClaims = withoutClaims };
        await HookDocuments.Create(services, input.Spec, plan.PlanId).WritePlanAsync(pods, search.Problems, cancellationToken);
        return plan;
    }
}
