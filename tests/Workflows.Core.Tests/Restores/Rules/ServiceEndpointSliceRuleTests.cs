using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class ServiceEndpointSliceRuleTests
{
    private static readonly IRestoreRule Rule = new ServiceEndpointSliceRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "endpointslices.discovery.k8s.io");

    [Fact]
    public void A_slice_of_a_service_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"web-x","labels":{"endpointslice.kubernetes.io/managed-by":"endpointslice-controller.k8s.io"}}}""");

    [Fact]
    public void A_mirrored_slice_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"web-x","labels":{"endpointslice.kubernetes.io/managed-by":"endpointslicemirroring-controller.k8s.io"}}}""");

    [Fact]
    public void A_slice_that_somebody_else_manages_is_kept() => RuleTest.AssertKeeps(Rule, """{"metadata":{"name":"web-x","labels":{"endpointslice.kubernetes.io/managed-by":"me"}}}""");
}
