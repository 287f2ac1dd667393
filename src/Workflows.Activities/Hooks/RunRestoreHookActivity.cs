using Workflows.Core.Hooks;
using Workflows.Durable;
using Workflows.Orchestrations.Hooks;

namespace Workflows.Activities.Hooks;

/// <summary>Runs one hook of a restore; see <see cref="HookStep"/>.</summary>
public sealed class RunRestoreHookActivity(ActivityServices services) : Activity<RestoreHookRun, HookRunResult>
{
    /// <inheritdoc/>
    public override Task<HookRunResult> RunAsync(
        ActivityContext context, RestoreHookRun input, CancellationToken cancellationToken) =>
        new HookStep(services, input.Spec.Cluster, HookDocuments.Create(services, input.Spec, input.Plan.PlanId))
            .RunAsync(input.Pod, HookMoment.Restored, input.Hook, input.Unreached, cancellationToken);
}
