using Workflows.Core.Clusters;
using Workflows.Core.Hooks;
using Workflows.Core.Reports;
using Workflows.Orchestrations.Hooks;

namespace Workflows.Activities.Hooks;

/// <summary>
/// Runs one hook of a plan, and stores what became of it. A hook whose outcome is stored is not run again; one that a dead
/// host had begun is, since nobody knows how far it came.
/// </summary>
internal sealed class HookStep(ActivityServices services, ClusterReference cluster, HookDocuments documents)
{
    /// <param name="pod">The pod's number.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="number">Which of the pod's hooks of that moment.</param>
    /// <param name="unreached">Why it could not be run at all; null to run it.</param>
    /// <param name="cancellationToken">Ends the waiting for it; it may go on in its container.</param>
    public async Task<HookRunResult> RunAsync(
        int pod, HookMoment moment, int number, string? unreached, CancellationToken cancellationToken)
    {
        var hooked = (await documents.ReadPodsAsync(cancellationToken))[pod];
        var hooks = hooked.At(moment);
        if (number >= hooks.Count)
        {
            return HookRunResult.Nothing;
        }

        var outcome = await documents.FindOutcomeAsync(pod, moment, number, cancellationToken);
        if (outcome is null)
        {
            var command = new HookCommand(services, cluster, hooked, moment, hooks[number]);
            outcome = unreached is { } why ? command.NotRun(why) : await command.RunAsync(cancellationToken);
            if (!await documents.TryWriteOutcomeAsync(pod, number, outcome, cancellationToken))
            {
                outcome = await documents.FindOutcomeAsync(pod, moment, number, cancellationToken) ?? outcome;
            }
        }

        return new(Ran: true, Failed: outcome.Severity == ProblemSeverity.Error)
        {
            HasNext = number + 1 < hooks.Count,
        };
    }
}
