using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class DynamicVolumeRuleTests
{
    private static readonly IRestoreRule Rule = new DynamicVolumeRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "persistentvolumes");

    [Fact]
    public void A_volume_that_goes_with_its_claim_is_skipped() => RuleTest.AssertSkips(Rule, """{"metadata":{"name":"pv","annotations":{"pv.kubernetes.io/provisioned-by":"disk.csi.azure.com"}},"spec":{"persistentVolumeReclaimPolicy":"Delete"}}""");

    [Fact]
    public void A_volume_whose_storage_is_retained_is_kept() => RuleTest.AssertKeeps(Rule, """{"metadata":{"name":"pv","annotations":{"pv.kubernetes.io/provisioned-by":"disk.csi.azure.com"}},"spec":{"persistentVolumeReclaimPolicy":"Retain"}}""");

    [Fact]
    public void A_volume_made_by_hand_is_kept() => RuleTest.AssertKeeps(Rule, """{"metadata":{"name":"pv"},"spec":{"persistentVolumeReclaimPolicy":"Delete"}}""");
}
