using Workflows.Durable;
using Workflows.Orchestrations.Hooks;

namespace Workflows.Activities.Hooks;

/// <summary>Runs one hook of a backup; see <see cref="HookStep"/>.</summary>
public sealed class RunHookActivity(ActivityServices services) : Activity<HookRun, HookRunResult>
{
    /// <inheritdoc/>
    public override Task<HookRunResult> RunAsync(
        ActivityContext context, HookRun input, CancellationToken cancellationToken) =>
        new HookStep(services, input.Spec.Cluster, HookDocuments.Create(services, input.Spec, input.Plan.PlanId))
            .RunAsync(input.Pod, input.Moment, input.Hook, input.Unreached, cancellationToken);
}
