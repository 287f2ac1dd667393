using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class ApiServerServiceRuleTests
{
    private static readonly IRestoreRule Rule = new ApiServerServiceRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "services", "endpoints", "endpointslices.discovery.k8s.io");

    [Fact]
    public void The_way_to_the_old_api_server_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"kubernetes","namespace":"default"}}""");

    [Fact]
    public void A_service_of_that_name_elsewhere_is_kept() => RuleTest.AssertKeeps(Rule, """{"metadata":{"name":"kubernetes","namespace":"shop"}}""");
}
