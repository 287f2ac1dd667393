using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>
/// Holds a cluster against a backup and changes nothing: the plan of the restore that would be done, and then only
/// its comparison.
/// </summary>
public sealed class CompareOrchestrator : Orchestrator<CompareSpec, ComparisonSummary>
{
    public override async Task<ComparisonSummary> RunAsync(OrchestrationContext context, CompareSpec input)
    {
        var spec = new RestoreSpec
        {
            Name = context.InstanceId,
            Backup = input.Backup,
            Cluster = input.Cluster,
            Store = input.Store,
            Key = input.Key,
            Selection = input.Selection,
            NamespaceMappings = input.NamespaceMappings,
            Claims = input.Claims,
            Window = input.Window,
        };
        var run = context.NewGuid();
        try
        {
            var plan = await context.CallActivityAsync(
                RestoreNames.PlanRestore,
                new PlanRestoreInput(spec, run, context.CurrentUtcDateTime),
                Retries.Transient);
            context.SetCustomStatus(new RestoreProgress("Comparing", "", plan.Objects, 0, 0));
            var comparison = await PlanComparison.RunAsync(context, spec, plan, isRestored: false);
            return await context.CallActivityAsync(
                RestoreNames.FinishComparison, new FinishComparisonInput(spec, plan, comparison), Retries.Transient);
        }
        finally
        {
            await RestoreCleanUp.RunAsync(context, spec, run);
        }
    }
}
