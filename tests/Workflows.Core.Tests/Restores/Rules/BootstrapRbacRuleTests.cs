using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class BootstrapRbacRuleTests
{
    private static readonly IRestoreRule Rule = new BootstrapRbacRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "clusterroles.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io", "roles.rbac.authorization.k8s.io", "rolebindings.rbac.authorization.k8s.io");

    [Fact]
    public void A_default_role_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"system:node","labels":{"kubernetes.io/bootstrapping":"rbac-defaults"},"annotations":{"rbac.authorization.kubernetes.io/autoupdate":"true"}}}""");

    [Fact]
    public void A_default_role_that_a_user_took_over_is_kept() => RuleTest.AssertKeeps(Rule, """{"metadata":{"name":"system:node","labels":{"kubernetes.io/bootstrapping":"rbac-defaults"},"annotations":{"rbac.authorization.kubernetes.io/autoupdate":"false"}}}""");

    [Fact]
    public void A_role_that_only_sounds_like_one_is_kept() => RuleTest.AssertKeeps(Rule, """{"metadata":{"name":"system:mine"}}""");
}
