using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class FlowControlDefaultsRuleTests
{
    private static readonly IRestoreRule Rule = new FlowControlDefaultsRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "flowschemas.flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io");

    [Fact]
    public void A_mandatory_one_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"catch-all"}}""");

    [Fact]
    public void One_that_the_server_keeps_up_to_date_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"workload-low","annotations":{"apf.kubernetes.io/autoupdate-spec":"true"}}}""");

    [Fact]
    public void One_that_a_user_changed_is_kept() => RuleTest.AssertKeeps(Rule, """{"metadata":{"name":"workload-low","annotations":{"apf.kubernetes.io/autoupdate-spec":"false"}}}""");
}
