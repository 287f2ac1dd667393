using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class CustomResourceDefinitionRuleTests
{
    private static readonly IRestoreRule Rule = new CustomResourceDefinitionRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "customresourcedefinitions.apiextensions.k8s.io");

    [Fact]
    public void Unknown_fields_are_preserved_in_the_schemas() => RuleTest.AssertMakes(
        Rule,
        """{"apiVersion":"apiextensions.k8s.io/v1","spec":{"preserveUnknownFields":true,"versions":[{"name":"v1","schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"v2"}]}}""",
        """{"apiVersion":"apiextensions.k8s.io/v1","spec":{"preserveUnknownFields":false,"versions":[{"name":"v1","schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}},{"name":"v2"}]}}""");

    [Fact]
    public void A_definition_that_prunes_is_kept() => RuleTest.AssertKeeps(Rule, """{"apiVersion":"apiextensions.k8s.io/v1","spec":{"versions":[{"schema":{"openAPIV3Schema":{"type":"object"}}}]}}""");

    [Fact]
    public void A_beta_definition_is_kept() => RuleTest.AssertKeeps(Rule, """{"apiVersion":"apiextensions.k8s.io/v1beta1","spec":{"preserveUnknownFields":true}}""");
}
