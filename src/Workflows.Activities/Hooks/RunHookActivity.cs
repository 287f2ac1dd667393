using Workflows.Core.Reports;
using Workflows.Durable;
using Workflows.Orchestrations.Hooks;

namespace Workflows.Activities.Hooks;

/// <summary>
/// Runs one hook, and stores what became of it. A hook whose outcome is stored is not run again; one that a dead host
/// had begun is, since nobody knows how far it came.
/// </summary>
public sealed class RunHookActivity(ActivityServices services) : Activity<HookRun, HookRunResult>
{
    /// <inheritdoc/>
    public override async Task<HookRunResult> RunAsync(
        ActivityContext context, HookRun input, CancellationToken cancellationToken)
    {
        var documents = HookDocuments.Create(services, input.Spec, input.Plan.PlanId);
        var pod = (await documents.ReadPodsAsync(cancellationToken))[input.Pod];
        var hooks = pod.At(input.Moment);
        if (input.Hook >= hooks.Count)
        {
            return HookRunResult.Nothing;
        }

        var outcome = await documents.FindOutcomeAsync(input.Pod, input.Moment, input.Hook, cancellationToken);
        if (outcome is null)
        {
            var command = new HookCommand(services, input.Spec.Cluster, pod, input.Moment, hooks[input.Hook]);
            outcome = input.Unreached is { } why ? command.NotRun(why) : await command.RunAsync(cancellationToken);
            if (!await documents.TryWriteOutcomeAsync(input.Pod, input.Hook, outcome, cancellationToken))
            {
                outcome = await documents.FindOutcomeAsync(input.Pod, input.Moment, input.Hook, cancellationToken) ?? outcome;
            }
        }

        return new(Ran: true, Failed: outcome.Severity == ProblemSeverity.Error)
        {
            HasNext = input.Hook + 1 < hooks.Count,
        };
    }
}
