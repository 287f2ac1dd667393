using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class FinishedPodRuleTests
{
    private static readonly IRestoreRule Rule = new FinishedPodRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "pods");

    [Fact]
    public void A_pod_that_succeeded_is_skipped() => RuleTest.AssertSkips(Rule, """{"status":{"phase":"Succeeded"}}""");

    [Fact]
    public void A_pod_that_failed_is_skipped() => RuleTest.AssertSkips(Rule, """{"status":{"phase":"Failed"}}""");

    [Fact]
    public void A_running_pod_is_kept() => RuleTest.AssertKeeps(Rule, """{"status":{"phase":"Running"}}""");

    [Fact]
    public void A_pod_without_status_is_kept() => RuleTest.AssertKeeps(Rule, """{"status":7}""");
}
