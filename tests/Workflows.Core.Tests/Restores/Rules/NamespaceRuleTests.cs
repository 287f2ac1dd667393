using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class NamespaceRuleTests
{
    private static readonly IRestoreRule Rule = new NamespaceRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "namespaces");

    [Fact]
    public void Finalizers_and_the_servers_label_go() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"name":"shop","labels":{"kubernetes.io/metadata.name":"shop","team":"a"},"annotations":{"a":"b"},"finalizers":["controller.example.com/x"]},"spec":{"finalizers":["kubernetes"]}}""",
        """{"metadata":{"name":"shop","labels":{"team":"a"},"annotations":{"a":"b"}}}""");

    [Fact]
    public void What_else_a_specification_says_stays() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"name":"shop"},"spec":{"finalizers":["kubernetes"],"new":1}}""",
        """{"metadata":{"name":"shop"},"spec":{"new":1}}""");
}
