using Workflows.Core.Backups;
using Workflows.Core.Hooks;
using Workflows.Core.Reports;

namespace Workflows.Activities.Hooks;

/// <summary>What is to be told of a backup's hooks.</summary>
/// <param name="Outcomes">What became of each, those that ran before first.</param>
/// <param name="Problems">What was not understood of the annotations, and what failed.</param>
internal sealed record HookReport(IReadOnlyList<HookOutcome> Outcomes, IReadOnlyList<Problem> Problems)
{
    public static async Task<HookReport> ReadAsync(
        ActivityServices services, BackupSpec spec, HookPlan plan, CancellationToken cancellationToken)
    {
        var documents = HookDocuments.Create(services, spec, plan.PlanId);
        var pods = await documents.ReadPodsAsync(cancellationToken);
        var outcomes = new List<HookOutcome>();
        foreach (var moment in (HookMoment[])[HookMoment.Pre, HookMoment.Post])
        {
            for (var pod = 0; pod < pods.Count; pod++)
            {
                for (var hook = 0; hook < pods[pod].At(moment).Count; hook++)
                {
                    if (await documents.FindOutcomeAsync(pod, moment, hook, cancellationToken) is { } outcome)
                    {
                        outcomes.Add(outcome);
                    }
                }
            }
        }

        return new(
            outcomes,
            [
                .. await documents.ReadProblemsAsync(cancellationToken),
                .. from outcome in outcomes
                   let severity = outcome.Severity
                   where severity is not null
                   select new Problem(
                       severity.Value,
                       "pods",
                       outcome.Namespace,
                       $"{outcome.Title()} {outcome.Pod}: {outcome.Message}"),
            ]);
    }
}
