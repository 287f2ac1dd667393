using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class StatusRuleTests
{
    private static readonly StatusRule Rule = new();

    [Fact]
    public void Status_goes() => RuleTest.AssertMakes(
        Rule,
        """{"status":{"a":1},"spec":{"status":1}}""",
        """{"spec":{"status":1}}""");

    [Theory]
    [InlineData("pods", "")]
    [InlineData("deployments", "apps")]
    [InlineData("ingresses", "networking.k8s.io")]
    public void It_is_the_rule_for_kinds_of_the_server(string plural, string group) =>
        Assert.True(Rule.AppliesTo(new GroupResource(plural, group)));

    [Fact]
    public void Custom_resources_keep_theirs_unless_the_server_drops_it() =>
        Assert.False(Rule.AppliesTo(new GroupResource("mice", "zoo.example.com")));
}
