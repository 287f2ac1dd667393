using Workflows.Core.Volumes;

namespace Workflows.Core.Hooks;

/// <summary>
/// Puts claims in the order in which they are moved, and says after which of them which pods may go on. Those that hooks
/// hold a pod still for come first.
/// </summary>
public sealed class HookedClaims
{
    /// <summary>
    /// The most pods that a group of claims names, so that it fits into an entry of a history; the rest goes on when all
    /// claims are moved.
    /// </summary>
    private const int MaxPods = 4_000;

    private readonly IReadOnlyList<(int Pod, HashSet<ClaimName> Claims)> holds;

    /// <param name="pods">The pods that have hooks, in the order of their plan.</param>
    /// <param name="claims">The claims that are moved.</param>
    public HookedClaims(IReadOnlyList<PodHooks> pods, IReadOnlyList<PlannedClaim> claims)
    {
        ArgumentNullException.ThrowIfNull(pods);
        ArgumentNullException.ThrowIfNull(claims);
        var moved = claims.Select(claim => claim.Claim).ToHashSet();
        holds =
        [
            .. from pod in Enumerable.Range(0, pods.Count)
               where pods[pod] is { Post.Count: > 0, Claims.Count: > 0 }
               let mounted = pods[pod].Claims.Select(claim => new ClaimName(pods[pod].Namespace, claim))
               select (pod, mounted.Where(moved.Contains).ToHashSet()),
        ];
        var held = holds.SelectMany(hold => hold.Claims).ToHashSet();
        InOrder = [.. claims.OrderBy(claim => !held.Contains(claim.Claim))];
    }

    /// <summary>The claims, in the order in which to move them.</summary>
    public IReadOnlyList<PlannedClaim> InOrder { get; }

    /// <summary>For each group that they are cut into, who may go on within it, and after which of its claims.</summary>
    /// <param name="groups">The groups, in the order in which they are moved.</param>
    public IReadOnlyList<IReadOnlyList<HookRelease>> ReleasesOf(IReadOnlyList<IReadOnlyList<PlannedClaim>> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var groupOf = groups
            .SelectMany((group, number) => group.Select(claim => (claim.Claim, Number: number)))
            .ToDictionary(pair => pair.Claim, pair => pair.Number);
        var ending = holds.ToLookup(hold => hold.Claims.Select(claim => groupOf[claim]).DefaultIfEmpty(0).Max());
        return
        [
            .. groups.Select((_, number) => ending[number]
                .Take(MaxPods)
                .Select(hold => (hold.Pod, Last: hold.Claims.Where(claim => groupOf[claim] == number).ToArray()))
                .GroupBy(hold => string.Join(' ', hold.Last.Select(claim => claim.ToString())), StringComparer.Ordinal)
                .Select(same => new HookRelease([.. same.Select(hold => hold.Pod)], same.First().Last))
                .ToArray()),
        ];
    }
}
