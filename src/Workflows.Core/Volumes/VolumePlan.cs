namespace Workflows.Core.Volumes;

/// <summary>The claims whose data is to be moved, as numbers; they lie in the store, in groups.</summary>
/// <param name="PlanId">The planning attempt whose documents count.</param>
/// <param name="Claims">How many there are.</param>
/// <param name="Groups">In how many groups.</param>
public sealed record VolumePlan(string PlanId, int Claims, int Groups)
{
    /// <summary>
    /// The most claims of a group: what became of them, with their reasons, fits into one entry of a history.
    /// </summary>
    public const int MaxGroup = 24;

    /// <summary>Whether some of them are in snapshots of groups, which are looked after when all claims are done.</summary>
    public bool TakesGroups { get; init; }

    /// <summary>Nothing is to be moved.</summary>
    public static VolumePlan None { get; } = new("", 0, 0);
}
