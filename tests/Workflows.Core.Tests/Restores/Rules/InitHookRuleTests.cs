using System.Text.Json.Nodes;
using Workflows.Core.Hooks;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class InitHookRuleTests
{
    private const string Annotated =
        """{"metadata":{"namespace":"shop","annotations":{"init.hook.restore.velero.io/container-image":"busybox:1","init.hook.restore.velero.io/command":"wipe"}},"spec":{"containers":[{"name":"c"}],"initContainers":[{"name":"own"}]}}""";

    private static readonly InitHookRule Rule = new();

    [Fact]
    public void It_applies_to_its_own_kinds_only() => RuleTest.AssertAppliesOnlyTo(Rule, "pods");

    [Fact]
    public void What_a_pod_names_comes_before_its_own_initial_containers_and_instead_of_rules() => Assert.Equal(
        ["velero-restore-init", "own"],
        InitContainersOf(Annotated, Ruled("ruled", "shop")));

    [Fact]
    public void Rules_are_for_pods_that_name_none_in_the_namespaces_that_they_are_restored_to()
    {
        const string Plain = """{"metadata":{"namespace":"shop"},"spec":{"containers":[{"name":"c"}]}}""";

        Assert.Equal(["ruled"], InitContainersOf(Plain, Ruled("ruled", "shop")));
        Assert.Empty(InitContainersOf(Plain, Ruled("ruled", "other")));
    }

    [Fact]
    public void A_name_that_is_taken_is_not_taken_twice() => Assert.Empty(
        InitContainersOf("""{"metadata":{"namespace":"shop"},"spec":{"containers":[{"name":"ruled"}]}}""", Ruled("ruled", "shop")));

    [Fact]
    public void Without_hooks_to_run_a_pod_stays_as_it_is() => Assert.Equal(["own"], InitContainersOf(Annotated, null));

    [Fact]
    public void A_malformed_pod_passes_through() => Assert.Empty(InitContainersOf("""{"spec":7}""", Ruled("ruled", "shop")));

    private static HookRules Ruled(string container, string ns) => new(
    [
        new HookRule
        {
            Name = "rule",
            Pods = new() { IncludedNamespaces = [ns] },
            Init = [new InitHook($$"""{"name":"{{container}}","image":"busybox:1"}""")],
        },
    ]);

    private static string[] InitContainersOf(string pod, HookRules? rules)
    {
        var obj = JsonNode.Parse(pod)!.AsObject();
        Rule.Apply(obj, new() { BackupName = "nightly", RestoreName = "back", Hooks = rules });
        return [.. ((obj["spec"] as JsonObject)?["initContainers"]?.AsArray() ?? []).Select(container => container!["name"]!.GetValue<string>())];
    }
}
