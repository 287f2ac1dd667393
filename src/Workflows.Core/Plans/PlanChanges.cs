namespace Workflows.Core.Plans;

/// <summary>What may not become of a resource that is there already.</summary>
public static class PlanChanges
{
    /// <summary>Every reason not to put a resource in the place of another that differs; none when it may be.</summary>
    /// <param name="before">What is there.</param>
    /// <param name="after">What is to be there, of the same kind and name.</param>
    public static IEnumerable<(string Field, string Text)> ProblemsOf(PlanResource before, PlanResource after)
    {
        if (before is not BackupPlanResource plan || after is not BackupPlanResource changed)
        {
            yield break;
        }

        if (plan.Deactivated)
        {
            yield return ("spec.deactivated", $"The plan \"{plan.Name}\" is deactivated: it stays as it is. Make another plan.");
        }

        foreach (var problem in plan.Retention.ProblemsOfChange(changed.Retention))
        {
            yield return ("spec.retention", problem);
        }
    }
}
