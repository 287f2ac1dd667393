using Workflows.Activities.Restores.Planning;
using Workflows.Core.Hooks;
using Workflows.Durable;
using Workflows.Orchestrations.Hooks;

namespace Workflows.Activities.Hooks;

/// <summary>
/// Looks which pods that a restore brought have hooks, and no look before found. They are stored under the attempt's name.
/// </summary>
public sealed class FindRestoreHooksActivity(ActivityServices services) : Activity<FindRestoreHooksInput, RestoreHookLook>
{
    /// <inheritdoc/>
    public override async Task<RestoreHookLook> RunAsync(
        ActivityContext context, FindRestoreHooksInput input, CancellationToken cancellationToken)
    {
        var spec = input.Spec;
        var where = await RestoreDocuments.Create(services, spec, input.PlanId).ReadHookedPodsAsync(cancellationToken);
        var known = new List<PodHooks>();
        foreach (var look in input.Known)
        {
            known.AddRange(await HookDocuments.Create(services, spec, look).ReadPodsAsync(cancellationToken));
        }

        var search = new RestoredPodSearch(services.Clusters.Get(spec.Cluster), spec, where, known);
        await search.RunAsync(cancellationToken);
        var uids = known.Select(pod => pod.Uid).ToHashSet(StringComparer.Ordinal);
        var found = search.Found.Where(pod => !uids.Contains(pod.Uid)).ToArray();
        var plan = new HookPlan(ActivityServices.NewAttempt(), found.Length);
        var documents = HookDocuments.Create(services, spec, plan.PlanId);
        await documents.WritePlanAsync(found, search.Problems, cancellationToken);
        await documents.WriteMissingAsync(search.Missing, cancellationToken);
        return new(plan, search.MissingPods);
    }
}
