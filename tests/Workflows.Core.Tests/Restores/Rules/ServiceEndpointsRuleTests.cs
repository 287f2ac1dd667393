using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class ServiceEndpointsRuleTests
{
    private static readonly IRestoreRule Rule = new ServiceEndpointsRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "endpoints");

    [Fact]
    public void One_that_points_at_pods_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"web"},"subsets":[{"addresses":[{"ip":"10.0.0.1","targetRef":{"kind":"Pod","name":"web-1"}}]}]}""");

    [Fact]
    public void One_whose_pods_are_not_ready_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"web"},"subsets":[{"notReadyAddresses":[{"ip":"10.0.0.1","targetRef":{"kind":"Pod"}}]}]}""");

    [Fact]
    public void One_with_the_controllers_time_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"web","annotations":{"endpoints.kubernetes.io/last-change-trigger-time":"2026-01-01T00:00:00Z"}}}""");

    [Fact]
    public void One_with_the_controllers_label_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"web","labels":{"endpoints.kubernetes.io/managed-by":"endpoint-controller"}}}""");

    [Fact]
    public void The_lock_of_a_process_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"lock","annotations":{"control-plane.alpha.kubernetes.io/leader":"{}"}}}""");

    [Fact]
    public void One_written_by_hand_is_kept() => RuleTest.AssertKeeps(Rule, """{"metadata":{"name":"old-database"},"subsets":[{"addresses":[{"ip":"192.0.2.7"}],"ports":[{"port":5432}]}]}""");
}
