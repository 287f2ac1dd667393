using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class BindingSubjectRuleTests
{
    private static readonly IRestoreRule Rule = new BindingSubjectRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io");

    [Fact]
    public void Every_way_to_name_a_service_account_is_mapped() => RuleTest.AssertMakes(
        Rule,
        """{"subjects":[{"kind":"ServiceAccount","name":"a","namespace":"shop"},{"kind":"User","name":"system:serviceaccount:shop:a"},{"kind":"Group","name":"system:serviceaccounts:shop"},{"kind":"User","name":"shop"},{"kind":"Group","name":"system:serviceaccounts"},{"kind":"ServiceAccount","name":"b","namespace":"bank"}]}""",
        """{"subjects":[{"kind":"ServiceAccount","name":"a","namespace":"copy"},{"kind":"User","name":"system:serviceaccount:copy:a"},{"kind":"Group","name":"system:serviceaccounts:copy"},{"kind":"User","name":"shop"},{"kind":"Group","name":"system:serviceaccounts"},{"kind":"ServiceAccount","name":"b","namespace":"bank"}]}""",
        RuleTest.Mapping("shop", "copy"));

    [Fact]
    public void A_binding_without_subjects_passes_through() => RuleTest.AssertKeeps(Rule, """{"roleRef":{"name":"r"},"subjects":[null,"x",{"kind":"User","name":"system:serviceaccount:shop"}]}""", RuleTest.Mapping("shop", "copy"));
}
