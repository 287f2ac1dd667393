using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class RootCertificateRuleTests
{
    private static readonly IRestoreRule Rule = new RootCertificateRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "configmaps");

    [Fact]
    public void The_clusters_own_authority_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"kube-root-ca.crt","namespace":"shop"}}""");

    [Fact]
    public void Any_other_config_map_is_kept() => RuleTest.AssertKeeps(Rule, """{"metadata":{"name":"ca.crt","namespace":"shop"},"data":{"ca.crt":"x"}}""");
}
