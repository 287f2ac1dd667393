using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class ServiceAccountTokenReferenceRuleTests
{
    private static readonly IRestoreRule Rule = new ServiceAccountTokenReferenceRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "serviceaccounts");

    [Fact]
    public void References_to_generated_tokens_go_and_others_stay() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"name":"build"},"secrets":[{"name":"build-token-x7k2p"},{"name":"registry"},{"name":"build-token-production"}],"imagePullSecrets":[{"name":"build-token-x7k2p"}]}""",
        """{"metadata":{"name":"build"},"secrets":[{"name":"registry"},{"name":"build-token-production"}],"imagePullSecrets":[{"name":"build-token-x7k2p"}]}""");

    [Fact]
    public void A_list_that_is_emptied_goes() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"name":"build"},"secrets":[{"name":"build-token-x7k2p"}]}""",
        """{"metadata":{"name":"build"}}""");

    [Fact]
    public void A_long_name_is_cut_as_the_server_cuts_it() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},"secrets":[{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaax7k2p"}]}""",
        """{"metadata":{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}""");
}
