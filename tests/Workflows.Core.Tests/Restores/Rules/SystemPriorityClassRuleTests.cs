using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class SystemPriorityClassRuleTests
{
    private static readonly IRestoreRule Rule = new SystemPriorityClassRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "priorityclasses.scheduling.k8s.io");

    [Fact]
    public void A_class_of_the_system_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"system-node-critical"},"value":2000001000}""");

    [Fact]
    public void Any_other_class_is_kept() => RuleTest.AssertKeeps(Rule, """{"metadata":{"name":"systematic"},"value":1000}""");
}
