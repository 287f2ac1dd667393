using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class NamespaceMappingRuleTests
{
    private static readonly IRestoreRule Rule = new NamespaceMappingRule();

    [Fact]
    public void An_object_goes_where_its_namespace_is_mapped() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"name":"shop","namespace":"shop"}}""",
        """{"metadata":{"name":"shop","namespace":"copy"}}""",
        RuleTest.Mapping("shop", "copy"));

    [Fact]
    public void The_namespace_itself_is_renamed() => RuleTest.AssertMakes(
        Rule,
        """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}""",
        """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"copy"}}""",
        RuleTest.Mapping("shop", "copy"));

    [Fact]
    public void An_object_of_the_cluster_with_that_name_stays() => RuleTest.AssertKeeps(Rule, """{"apiVersion":"example.com/v1","kind":"Namespace","metadata":{"name":"shop"}}""", RuleTest.Mapping("shop", "copy"));

    [Fact]
    public void A_namespace_that_is_not_mapped_stays() => RuleTest.AssertKeeps(Rule, """{"metadata":{"namespace":"bank"}}""", RuleTest.Mapping("shop", "copy"));
}
