using Workflows.Core.Resources;
using Workflows.Core.Selection;

namespace Workflows.Core.Hooks;

/// <summary>Which rules are for a pod; see <see cref="HookRule"/>.</summary>
public sealed class HookRules
{
    private static readonly ApiResource Pods = new("", "v1", "pods", "Pod", true, []) { Singular = "pod", ShortNames = ["po"] };

    private readonly (HookRule Rule, NamespaceFilter Namespaces, LabelFilter Labels)[] rules;

    /// <exception cref="SelectionException">A rule's selection is none.</exception>
    public HookRules(IReadOnlyList<HookRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        this.rules =
        [
            .. from rule in rules
               where new ResourceFilter(rule.Pods).Matches(Pods)
               select (rule, new NamespaceFilter(rule.Pods), new LabelFilter(rule.Pods)),
        ];
    }

    /// <summary>Whether there is nothing to match.</summary>
    public bool IsEmpty => rules.Length == 0;

    /// <summary>The rules for a pod, in the order in which they were given.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="controller">What made it; null for nothing.</param>
    public IReadOnlyList<HookRule> For(string ns, IReadOnlyDictionary<string, string> labels, ControllerOwner? controller = null) =>
    [
        .. from rule in rules
           where rule.Namespaces.Matches(ns) && rule.Labels.Matches(labels)
               && (rule.Rule.Workloads.Count == 0 || rule.Rule.Workloads.Any(workload => workload.Makes(controller, labels)))
           select rule.Rule,
    ];

    /// <summary>The rules for the pods that a workload makes.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="labels">The labels of its pods.</param>
    /// <param name="workload">The workload.</param>
    public IReadOnlyList<HookRule> ForPodsOf(string ns, IReadOnlyDictionary<string, string> labels, HookedWorkload workload) =>
    [
        .. from rule in rules
           where rule.Namespaces.Matches(ns) && rule.Labels.Matches(labels)
               && (rule.Rule.Workloads.Count == 0 || rule.Rule.Workloads.Contains(workload))
           select rule.Rule,
    ];
}
