using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class ServiceReferenceRuleTests
{
    private static readonly IRestoreRule Rule = new ServiceReferenceRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "mutatingwebhookconfigurations.admissionregistration.k8s.io", "validatingwebhookconfigurations.admissionregistration.k8s.io", "customresourcedefinitions.apiextensions.k8s.io", "apiservices.apiregistration.k8s.io");

    [Fact]
    public void A_webhook_calls_the_mapped_service() => RuleTest.AssertMakes(
        Rule,
        """{"webhooks":[{"clientConfig":{"service":{"name":"w","namespace":"shop"}}},{"clientConfig":{"url":"https://example.com"}}]}""",
        """{"webhooks":[{"clientConfig":{"service":{"name":"w","namespace":"copy"}}},{"clientConfig":{"url":"https://example.com"}}]}""",
        RuleTest.Mapping("shop", "copy"));

    [Fact]
    public void A_conversion_calls_the_mapped_service() => RuleTest.AssertMakes(
        Rule,
        """{"spec":{"conversion":{"webhook":{"clientConfig":{"service":{"namespace":"shop"}}}}}}""",
        """{"spec":{"conversion":{"webhook":{"clientConfig":{"service":{"namespace":"copy"}}}}}}""",
        RuleTest.Mapping("shop", "copy"));

    [Fact]
    public void An_aggregated_api_is_served_by_the_mapped_service() => RuleTest.AssertMakes(
        Rule,
        """{"spec":{"service":{"name":"s","namespace":"shop"}}}""",
        """{"spec":{"service":{"name":"s","namespace":"copy"}}}""",
        RuleTest.Mapping("shop", "copy"));
}
