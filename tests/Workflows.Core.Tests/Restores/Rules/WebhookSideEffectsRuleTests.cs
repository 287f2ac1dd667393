using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class WebhookSideEffectsRuleTests
{
    private static readonly IRestoreRule Rule = new WebhookSideEffectsRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "mutatingwebhookconfigurations.admissionregistration.k8s.io", "validatingwebhookconfigurations.admissionregistration.k8s.io");

    [Fact]
    public void Side_effects_that_v1_refuses_become_none() => RuleTest.AssertMakes(
        Rule,
        """{"apiVersion":"admissionregistration.k8s.io/v1","webhooks":[{"sideEffects":"Unknown"},{"sideEffects":"NoneOnDryRun"},{"name":"c"}]}""",
        """{"apiVersion":"admissionregistration.k8s.io/v1","webhooks":[{"sideEffects":"None"},{"sideEffects":"NoneOnDryRun"},{"name":"c","sideEffects":"None"}]}""");

    [Fact]
    public void A_beta_configuration_is_kept() => RuleTest.AssertKeeps(Rule, """{"apiVersion":"admissionregistration.k8s.io/v1beta1","webhooks":[{"sideEffects":"Some"}]}""");
}
