using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class ServiceAccountTokenSecretRuleTests
{
    private static readonly IRestoreRule Rule = new ServiceAccountTokenSecretRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "secrets");

    [Fact]
    public void A_generated_token_is_skipped() => RuleTest.AssertSkips(Rule, """{"type":"kubernetes.io/service-account-token","metadata":{"name":"build-token-x7k2p","annotations":{"kubernetes.io/service-account.name":"build","kubernetes.io/service-account.uid":"u"}}}""");

    [Fact]
    public void A_token_that_a_user_made_loses_what_the_old_cluster_signed() => RuleTest.AssertMakes(
        Rule,
        """{"type":"kubernetes.io/service-account-token","metadata":{"name":"build-token-production","annotations":{"kubernetes.io/service-account.name":"build","kubernetes.io/service-account.uid":"u"}},"data":{"token":"dA==","ca.crt":"Yw==","namespace":"bg==","extra":"ZQ=="}}""",
        """{"type":"kubernetes.io/service-account-token","metadata":{"name":"build-token-production","annotations":{"kubernetes.io/service-account.name":"build"}},"data":{"extra":"ZQ=="}}""");

    [Fact]
    public void A_secret_of_another_type_is_kept_whatever_its_name() => RuleTest.AssertKeeps(Rule, """{"type":"Opaque","metadata":{"name":"build-token-x7k2p","annotations":{"kubernetes.io/service-account.name":"build"}},"data":{"token":"dA=="}}""");
}
