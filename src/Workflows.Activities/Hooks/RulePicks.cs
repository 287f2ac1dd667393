using Workflows.Core.Hooks;

namespace Workflows.Activities.Hooks;

/// <summary>The pods that rules mean which are not for every pod that they match.</summary>
internal sealed class RulePicks
{
    private readonly Dictionary<HookRule, HashSet<(string Namespace, string Pod)>> meant = new(ReferenceEqualityComparer.Instance);

    private RulePicks()
    {
    }

    /// <param name="pods">All pods there are, with the rules that match each.</param>
    public static RulePicks Of(IEnumerable<(string Namespace, string Pod, IReadOnlyList<HookRule> Rules)> pods)
    {
        var picks = new RulePicks();
        var matches =
            from pod in pods
            from rule in pod.Rules
            where rule.Pick is not PodPick.Every
            select (Rule: rule, pod.Namespace, pod.Pod);
        foreach (var rule in matches.GroupBy(match => match.Rule, ReferenceEqualityComparer.Instance))
        {
            picks.meant[(HookRule)rule.Key!] =
            [
                .. from ns in rule.GroupBy(match => match.Namespace, StringComparer.Ordinal)
                   from pod in PodChoice.Of(rule.First().Rule.Pick, ns.Select(match => match.Pod))
                   select (ns.Key, pod),
            ];
        }

        return picks;
    }

    /// <summary>Whether a rule means a pod that it matches.</summary>
    public bool Means(HookRule rule, string ns, string pod) =>
        rule.Pick is PodPick.Every || (meant.TryGetValue(rule, out var picked) && picked.Contains((ns, pod)));
}
