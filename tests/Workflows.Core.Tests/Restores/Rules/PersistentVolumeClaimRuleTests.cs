using Workflows.Core.Restores.Rules;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Core.Tests.Restores.Rules;

public class PersistentVolumeClaimRuleTests
{
    private static readonly IRestoreRule Rule = new PersistentVolumeClaimRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "persistentvolumeclaims");

    [Fact]
    public void A_bound_claim_can_bind_anew() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"annotations":{"pv.kubernetes.io/bind-completed":"yes","pv.kubernetes.io/bound-by-controller":"yes","volume.beta.kubernetes.io/storage-provisioner":"p","volume.kubernetes.io/storage-provisioner":"p","volume.kubernetes.io/selected-node":"n","a":"b"}},"spec":{"volumeName":"pv","storageClassName":"fast","selector":{"matchLabels":{"x":"y"}},"dataSource":{"kind":"VolumeSnapshot"},"dataSourceRef":{"kind":"VolumeSnapshot"}},"status":{"phase":"Bound"}}""",
        """{"metadata":{"annotations":{"a":"b"}},"spec":{"storageClassName":"fast"},"status":{"phase":"Bound"}}""");

    [Fact]
    public void The_volumes_name_stays_if_the_volume_is_restored() => RuleTest.AssertMakes(
        Rule,
        """{"spec":{"volumeName":"pv","storageClassName":"nfs","selector":{"matchLabels":{"x":"y"}}},"status":{"phase":"Bound"}}""",
        """{"spec":{"volumeName":"pv","storageClassName":"nfs","selector":{"matchLabels":{"x":"y"}}},"status":{"phase":"Bound"}}""",
        RuleTest.Context with { RestoredPersistentVolumes = new HashSet<string>(StringComparer.Ordinal) { "pv" } });

    [Fact]
    public void The_volumes_name_follows_a_renamed_volume() => RuleTest.AssertMakes(
        Rule,
        """{"spec":{"volumeName":"pv"}}""",
        """{"spec":{"volumeName":"velero-clone-1"}}""",
        RuleTest.Context with { PersistentVolumeNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["pv"] = "velero-clone-1" } });

    [Fact]
    public void A_selector_of_a_claim_without_provisioning_stays() => RuleTest.AssertMakes(
        Rule,
        """{"spec":{"volumeName":"pv","storageClassName":"","selector":{"matchLabels":{"x":"y"}}},"status":{"phase":"Bound"}}""",
        """{"spec":{"storageClassName":"","selector":{"matchLabels":{"x":"y"}}},"status":{"phase":"Bound"}}""");

    [Fact]
    public void A_claim_that_still_waits_keeps_its_source() => RuleTest.AssertKeeps(Rule, """{"spec":{"storageClassName":"fast","dataSource":{"kind":"VolumeSnapshot","name":"s"},"selector":{"matchLabels":{"x":"y"}}},"status":{"phase":"Pending"}}""");

    [Fact]
    public void A_claim_whose_data_is_in_a_snapshot_is_filled_from_that_and_asks_for_as_much_as_it_takes() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"name":"data","namespace":"shop"},"spec":{"volumeName":"pv","storageClassName":"fast","selector":{},"dataSource":{"kind":"PersistentVolumeClaim","name":"older"},"dataSourceRef":{"kind":"PersistentVolumeClaim","name":"older"},"resources":{"requests":{"storage":"1Gi"}}},"status":{"phase":"Bound"}}""",
        """{"metadata":{"name":"data","namespace":"shop"},"spec":{"storageClassName":"fast","dataSource":{"apiGroup":"snapshot.storage.k8s.io","kind":"VolumeSnapshot","name":"s"},"resources":{"requests":{"storage":"2147483648"}}},"status":{"phase":"Bound"}}""",
        RuleTest.Context with
        {
            NamespaceMappings = new Dictionary<string, string>(StringComparer.Ordinal) { ["shop"] = "shop-copy" },
            ClaimSources = new Dictionary<ClaimName, ClaimSource> { [new("shop-copy", "data")] = new(new("shop-copy", "data"), "s", 2L << 30) },
        });
}
