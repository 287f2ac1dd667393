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
        var together = ByApplication(pods);
        holds =
        [
            .. from pod in Enumerable.Range(0, pods.Count)
               where pods[pod].Post.Count > 0
               let awaited = AwaitedBy(pods[pod], together)
               where awaited.Count > 0
               select (pod, awaited.Where(moved.Contains).ToHashSet()),
        ];
        var held = holds.SelectMany(hold => hold.Claims).ToHashSet();
        InOrder = [.. claims.OrderBy(claim => !held.Contains(claim.Claim))];
    }

    /// <summary>The claims, in the order in which to move them.</summary>
    public IReadOnlyList<PlannedClaim> InOrder { get; }

    /// <summary>
    /// Puts pods into the order of a plan: those that have hooks and wait for no claims, those that wait for some, and those
    /// that have no hooks, but claims that others wait for.
    /// </summary>
    /// <returns>All of them, how many have hooks, and how many of those wait for no claims.</returns>
    public static (IReadOnlyList<PodHooks> Pods, int Hooked, int WithoutClaims) Order(IReadOnlyList<PodHooks> pods)
    {
        var together = ByApplication(pods);
        var inOrder = pods.OrderBy(pod => !HasHooks(pod) ? 2 : AwaitedBy(pod, together).Count > 0 ? 1 : 0).ToArray();
        return (
            inOrder,
            inOrder.Count(HasHooks),
            inOrder.Count(pod => HasHooks(pod) && AwaitedBy(pod, together).Count == 0));
    }

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

    private static bool HasHooks(PodHooks pod) => pod.Pre.Count + pod.Post.Count > 0;

    private static ILookup<string, ClaimName> ByApplication(IReadOnlyList<PodHooks> pods) => (
        from pod in pods
        where pod.Application is not null
        from claim in ClaimsOf(pod)
        select (pod.Application, Claim: claim)).Distinct().ToLookup(pair => pair.Application!, pair => pair.Claim, StringComparer.Ordinal);

    private static IReadOnlyList<ClaimName> AwaitedBy(PodHooks pod, ILookup<string, ClaimName> together) =>
        pod.Application is { } application ? [.. together[application]] : [.. ClaimsOf(pod)];

    private static IEnumerable<ClaimName> ClaimsOf(PodHooks pod) => pod.Claims.Select(claim => new ClaimName(pod.Namespace, claim));
}
