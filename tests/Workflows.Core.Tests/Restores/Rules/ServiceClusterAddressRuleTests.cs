using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class ServiceClusterAddressRuleTests
{
    private static readonly IRestoreRule Rule = new ServiceClusterAddressRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "services");

    [Fact]
    public void Allocated_addresses_go() => RuleTest.AssertMakes(
        Rule,
        """{"spec":{"type":"ClusterIP","clusterIP":"10.0.0.5","clusterIPs":["10.0.0.5","fd00::5"],"ipFamilies":["IPv4","IPv6"]}}""",
        """{"spec":{"type":"ClusterIP","ipFamilies":["IPv4","IPv6"]}}""");

    [Fact]
    public void A_headless_service_stays_headless() => RuleTest.AssertKeeps(Rule, """{"spec":{"clusterIP":"None","clusterIPs":["None"]}}""");

    [Fact]
    public void A_service_that_is_a_name_stays_as_it_is() => RuleTest.AssertKeeps(Rule, """{"spec":{"type":"ExternalName","externalName":"db.example.com","clusterIP":""}}""");
}
