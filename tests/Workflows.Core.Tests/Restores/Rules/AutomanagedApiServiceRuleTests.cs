using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class AutomanagedApiServiceRuleTests
{
    private static readonly IRestoreRule Rule = new AutomanagedApiServiceRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "apiservices.apiregistration.k8s.io");

    [Fact]
    public void One_that_the_server_registers_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"v1.apps","labels":{"kube-aggregator.kubernetes.io/automanaged":"onstart"}}}""");

    [Fact]
    public void One_that_a_user_registers_is_kept() => RuleTest.AssertKeeps(Rule, """{"metadata":{"name":"v1.custom.example.com"},"spec":{"service":{"name":"a","namespace":"b"}}}""");
}
