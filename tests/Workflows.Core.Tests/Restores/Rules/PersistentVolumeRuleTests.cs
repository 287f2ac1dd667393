using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class PersistentVolumeRuleTests
{
    private static readonly IRestoreRule Rule = new PersistentVolumeRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "persistentvolumes");

    [Fact]
    public void The_binding_goes_and_the_reservation_stays() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"name":"pv","annotations":{"pv.kubernetes.io/bound-by-controller":"yes","a":"b"}},"spec":{"claimRef":{"name":"data","namespace":"shop","uid":"u","resourceVersion":"1"}}}""",
        """{"metadata":{"name":"pv","annotations":{"a":"b"}},"spec":{"claimRef":{"name":"data","namespace":"shop"}}}""");

    [Fact]
    public void The_claim_is_followed_to_its_new_namespace() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"name":"pv"},"spec":{"claimRef":{"name":"data","namespace":"shop"}}}""",
        """{"metadata":{"name":"pv"},"spec":{"claimRef":{"name":"data","namespace":"copy"}}}""",
        RuleTest.Mapping("shop", "copy"));

    [Fact]
    public void A_volume_beside_its_original_is_renamed() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"name":"pv"},"spec":{}}""",
        """{"metadata":{"name":"velero-clone-1"},"spec":{}}""",
        RuleTest.Context with { PersistentVolumeNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["pv"] = "velero-clone-1" } });
}
