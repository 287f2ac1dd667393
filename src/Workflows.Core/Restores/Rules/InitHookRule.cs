using System.Text.Json.Nodes;
using Workflows.Core.Hooks;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Puts the containers of restore hooks before a pod's own initial ones: those that its annotations name, or else those of
/// rules, which are for namespaces as they are called here. One whose name is taken is left out, as the server would refuse
/// the pod.
/// </summary>
public sealed class InitHookRule : IRestoreRule
{
    public string Name => "init-hooks";

    public string Description => "Adds the initial containers that restore hooks ask for to restored pods.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.Pods;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        if (context.Hooks is not { } rules || obj.Map("spec") is not { } spec)
        {
            return RuleVerdict.Keep;
        }

        var taken = Containers(spec).Select(container => container.Text("name")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var added = HooksOf(obj, rules)
            .Select(hook => JsonNode.Parse(hook.Container)!.AsObject())
            .Where(container => container.Text("name") is { } name && taken.Add(name))
            .ToArray();
        if (added.Length == 0)
        {
            return RuleVerdict.Keep;
        }

        var own = spec.List("initContainers")?.Select(container => container?.DeepClone()) ?? [];
        spec["initContainers"] = new JsonArray([.. added, .. own]);
        return RuleVerdict.Keep;
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        [.. spec.List("containers").Maps(), .. spec.List("initContainers").Maps()];

    private static IEnumerable<InitHook> HooksOf(JsonObject pod, HookRules rules) =>
        RestoreHookAnnotations.ReadInit(Texts(pod, "annotations")) is { } own
            ? [own]
            : rules.For(pod.Namespace() ?? "", Texts(pod, "labels")).SelectMany(rule => rule.Init);

    private static Dictionary<string, string> Texts(JsonObject pod, string field) => (pod.Map("metadata").Map(field) ?? [])
        .Select(pair => (pair.Key, Value: pair.Value.AsText()))
        .Where(pair => pair.Value is not null)
        .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);
}
