using Workflows.Core.Reports;
using Workflows.Core.Resources;

namespace Workflows.Core.Volumes;

/// <summary>What a report says of claims whose data was not moved, or not as it should be.</summary>
public static class ClaimProblems
{
    private static readonly string Scope = KnownResources.PersistentVolumeClaims.ToString();

    /// <param name="task">What was to be done.</param>
    /// <param name="outcomes">What became of each claim.</param>
    /// <param name="failure">Why not all of them were come to; null where they were.</param>
    public static IEnumerable<Problem> Of(MoverTask task, IEnumerable<ClaimOutcome> outcomes, string? failure)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var where = task is MoverTask.Backup ? "is not in the backup" : "was not restored";
        foreach (var outcome in outcomes)
        {
            if (outcome.State is not ClaimState.Completed)
            {
                yield return new(
                    outcome.State is ClaimState.Failed ? ProblemSeverity.Error : ProblemSeverity.Warning,
                    Scope,
                    outcome.Claim.Namespace,
                    $"The data of claim {outcome.Claim.Name} {where}: {outcome.Reason}");
            }
            else if (outcome.Reason is { } reason)
            {
                yield return new(
                    ProblemSeverity.Warning, Scope, outcome.Claim.Namespace, $"Of the data of claim {outcome.Claim.Name}: {reason}");
            }
        }

        if (failure is not null)
        {
            yield return new(
                ProblemSeverity.Error, Scope, null, $"The data of claims that are not listed {where}: {failure}");
        }
    }
}
