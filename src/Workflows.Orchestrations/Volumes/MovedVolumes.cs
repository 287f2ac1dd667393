using Workflows.Core.Volumes;

namespace Workflows.Orchestrations.Volumes;

/// <summary>What became of all claims of a run: numbers, and where to read of each.</summary>
/// <param name="PlanId">The plan, under which the groups' records lie in the store.</param>
/// <param name="Groups">How many groups have a record.</param>
/// <param name="Counts">What became of the claims.</param>
public sealed record MovedVolumes(string PlanId, int Groups, ClaimCounts Counts)
{
    /// <summary>Why not all of them were come to; null where they were.</summary>
    public string? Failure { get; init; }
}
