using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class MirrorPodRuleTests
{
    private static readonly IRestoreRule Rule = new MirrorPodRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "pods");

    [Fact]
    public void A_mirror_pod_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"etcd-node1","annotations":{"kubernetes.io/config.mirror":"0a1b"}}}""");

    [Fact]
    public void Any_other_pod_is_kept() => RuleTest.AssertKeeps(Rule, """{"metadata":{"name":"web","annotations":{"a":"b"}}}""");
}
