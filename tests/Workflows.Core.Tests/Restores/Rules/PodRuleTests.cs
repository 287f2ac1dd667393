using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class PodRuleTests
{
    private static readonly IRestoreRule Rule = new PodRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "pods");

    [Fact]
    public void Node_priority_debuggers_and_generated_tokens_go() => RuleTest.AssertMakes(
        Rule,
        """{"spec":{"serviceAccountName":"build","nodeName":"n","priority":100,"priorityClassName":"high","ephemeralContainers":[{"name":"debug"}],"volumes":[{"name":"build-token-x7k2p","secret":{}},{"name":"data"}],"containers":[{"name":"c","volumeMounts":[{"name":"build-token-x7k2p"},{"name":"data"}]}],"initContainers":[{"name":"i","volumeMounts":[{"name":"build-token-x7k2p"}]}]}}""",
        """{"spec":{"serviceAccountName":"build","priorityClassName":"high","volumes":[{"name":"data"}],"containers":[{"name":"c","volumeMounts":[{"name":"data"}]}],"initContainers":[{"name":"i"}]}}""");

    [Fact]
    public void The_projected_token_of_newer_clusters_stays() => RuleTest.AssertKeeps(Rule, """{"spec":{"volumes":[{"name":"kube-api-access-x7k2p","projected":{}}],"containers":[{"volumeMounts":[{"name":"kube-api-access-x7k2p"}]}]}}""");

    [Fact]
    public void Without_an_account_it_is_the_default_one() => RuleTest.AssertMakes(
        Rule,
        """{"spec":{"volumes":[{"name":"default-token-x7k2p"}]}}""",
        """{"spec":{}}""");

    [Fact]
    public void A_malformed_pod_passes_through() => RuleTest.AssertKeeps(Rule, """{"spec":{"volumes":"none","containers":[7,null,{"volumeMounts":{}}]}}""");
}
