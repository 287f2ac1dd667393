using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class JobSelectorRuleTests
{
    private static readonly IRestoreRule Rule = new JobSelectorRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "jobs.batch");

    [Fact]
    public void The_generated_uid_goes() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"labels":{"controller-uid":"u","app":"a"}},"spec":{"selector":{"matchLabels":{"controller-uid":"u","batch.kubernetes.io/controller-uid":"u"}},"template":{"metadata":{"labels":{"controller-uid":"u","batch.kubernetes.io/controller-uid":"u","job-name":"j"}}}}}""",
        """{"metadata":{"labels":{"app":"a"}},"spec":{"template":{"metadata":{"labels":{"job-name":"j"}}}}}""");

    [Fact]
    public void A_manual_selector_stays() => RuleTest.AssertKeeps(Rule, """{"spec":{"manualSelector":true,"selector":{"matchLabels":{"controller-uid":"mine"}},"template":{"metadata":{"labels":{"controller-uid":"mine"}}}}}""");
}
