using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class StatusRuleTests
{
    private static readonly IRestoreRule Rule = new StatusRule();

    [Fact]
    public void Status_goes() => RuleTest.AssertMakes(
        Rule,
        """{"status":{"a":1},"spec":{"status":1}}""",
        """{"spec":{"status":1}}""");
}
