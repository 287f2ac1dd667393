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
    public IEnumerable<HookRule> For(string ns, IReadOnlyDictionary<string, string> labels) =>
        from rule in rules
        where rule.Namespaces.Matches(ns) && rule.Labels.Matches(labels)
        select rule.Rule;

    /// <summary>The hooks of a moment for a pod, where its annotations name none.</summary>
    public IReadOnlyList<ExecHook> For(string ns, IReadOnlyDictionary<string, string> labels, HookMoment moment) =>
        [.. For(ns, labels).SelectMany(rule => rule.At(moment))];
}
