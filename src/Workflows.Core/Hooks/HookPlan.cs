namespace Workflows.Core.Hooks;

/// <summary>The hooks of a backup, by reference: which they are lies in the store.</summary>
/// <param name="PlanId">The attempt whose document counts.</param>
/// <param name="Pods">How many pods have hooks.</param>
public sealed record HookPlan(string PlanId, int Pods)
{
    public static readonly HookPlan None = new("", 0);

    /// <summary>How many of them, the first, mount no claim: nothing but the objects' moment is to be awaited for those.</summary>
    public int WithoutClaims { get; init; }
}
