using Workflows.Core.Backups;
using Workflows.Core.Hooks;
using Workflows.Core.Reports;
using Workflows.Core.Restores;
using Workflows.Orchestrations.Hooks;

namespace Workflows.Activities.Hooks;

/// <summary>What is to be told of the hooks of a backup or restore.</summary>
/// <param name="Outcomes">What became of each, those that ran before first.</param>
/// <param name="Problems">What was not understood of the annotations, and what failed.</param>
internal sealed record HookReport(IReadOnlyList<HookOutcome> Outcomes, IReadOnlyList<Problem> Problems)
{
    public static Task<HookReport> ReadAsync(
        ActivityServices services, BackupSpec spec, HookPlan plan, CancellationToken cancellationToken) =>
        ReadAsync(HookDocuments.Create(services, spec, plan.PlanId), [HookMoment.Pre, HookMoment.Post], cancellationToken);

    /// <summary>The same of a restore; null where it came to no pod that has hooks, and nothing is to be told.</summary>
    public static async Task<HookReport?> ReadAsync(
        ActivityServices services, RestoreSpec spec, RestoredHooks hooks, CancellationToken cancellationToken)
    {
        var (outcomes, problems) = (new List<HookOutcome>(), new List<Problem>());
        foreach (var plan in hooks.Plans)
        {
            var read = await ReadAsync(HookDocuments.Create(services, spec, plan.PlanId), [HookMoment.Restored], cancellationToken);
            outcomes.AddRange(read.Outcomes);
            problems.AddRange(read.Problems);
        }

        if (hooks.LastLook is { } last)
        {
            var documents = HookDocuments.Create(services, spec, last);
            problems.AddRange(await documents.ReadProblemsAsync(cancellationToken));
            problems.AddRange(await documents.ReadMissingAsync(cancellationToken));
        }

        if (hooks.Failure is { } failure)
        {
            problems.Add(new(ProblemSeverity.Error, "pods", null, $"Not all restore hooks were come to. {failure}"));
        }

        return outcomes.Count + problems.Count == 0 ? null : new(outcomes, [.. problems.Distinct()]);
    }

    private static async Task<HookReport> ReadAsync(
        HookDocuments documents, IReadOnlyList<HookMoment> moments, CancellationToken cancellationToken)
    {
        var pods = await documents.ReadPodsAsync(cancellationToken);
        var outcomes = new List<HookOutcome>();
        foreach (var moment in moments)
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
