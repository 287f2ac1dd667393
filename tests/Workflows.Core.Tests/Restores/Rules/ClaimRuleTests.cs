using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

/// <summary>What a restore makes otherwise of claims than they were: their classes, sizes and names.</summary>
public class ClaimRuleTests
{
    private static readonly RestoreRuleContext Changing = RuleTest.Context with
    {
        Claims = new()
        {
            StorageClasses = new Dictionary<string, string>(StringComparer.Ordinal) { ["gp2"] = "managed-csi" },
            Sizes = new Dictionary<string, string>(StringComparer.Ordinal) { ["shop/data"] = "50Gi" },
            Copy = new(new("shop", "data"), new("copy", "data-of-monday")),
        },
    };

    [Fact]
    public void They_apply_to_their_own_kinds_only()
    {
        RuleTest.AssertAppliesOnlyTo(new StorageClassRule(), "persistentvolumes", "persistentvolumeclaims", "statefulsets.apps");
        RuleTest.AssertAppliesOnlyTo(new ClaimSizeRule(), "persistentvolumeclaims");
        RuleTest.AssertAppliesOnlyTo(new ClaimCopyRule(), "persistentvolumeclaims");
    }

    [Theory]
    [InlineData("""{"spec":{"storageClassName":"gp2"}}""", """{"spec":{"storageClassName":"managed-csi"}}""")]
    [InlineData(
        """{"metadata":{"annotations":{"volume.beta.kubernetes.io/storage-class":"gp2"}},"spec":{}}""",
        """{"metadata":{"annotations":{"volume.beta.kubernetes.io/storage-class":"managed-csi"}},"spec":{}}""")]
    [InlineData(
        """{"spec":{"volumeClaimTemplates":[{"spec":{"storageClassName":"gp2"}},{"spec":{"storageClassName":"io1"}},{"spec":{}}]}}""",
        """{"spec":{"volumeClaimTemplates":[{"spec":{"storageClassName":"managed-csi"}},{"spec":{"storageClassName":"io1"}},{"spec":{}}]}}""")]
    public void A_class_that_is_mapped_is_replaced_where_it_stands(string archived, string restored) =>
        RuleTest.AssertMakes(new StorageClassRule(), archived, restored, Changing);

    [Theory]
    [InlineData("""{"spec":{"storageClassName":"io1"}}""")]
    [InlineData("""{"spec":{"storageClassName":""}}""")]
    [InlineData("""{"spec":{}}""")]
    [InlineData("""{"spec":{"storageClassName":7,"volumeClaimTemplates":"none"}}""")]
    public void Any_other_class_stays(string archived) => RuleTest.AssertKeeps(new StorageClassRule(), archived, Changing);

    [Fact]
    public void A_claim_asks_for_what_the_restore_says_and_may_have_as_much()
    {
        RuleTest.AssertMakes(
            new ClaimSizeRule(),
            """{"metadata":{"namespace":"shop","name":"data"},"spec":{"resources":{"requests":{"storage":"10Gi"},"limits":{"storage":"10Gi"}}}}""",
            """{"metadata":{"namespace":"shop","name":"data"},"spec":{"resources":{"requests":{"storage":"50Gi"},"limits":{"storage":"50Gi"}}}}""",
            Changing);
        RuleTest.AssertMakes(
            new ClaimSizeRule(),
            """{"metadata":{"namespace":"shop","name":"data"},"spec":{}}""",
            """{"metadata":{"namespace":"shop","name":"data"},"spec":{"resources":{"requests":{"storage":"50Gi"}}}}""",
            Changing);
    }

    [Theory]
    [InlineData("""{"metadata":{"namespace":"other","name":"data"},"spec":{"resources":{"requests":{"storage":"10Gi"}}}}""")]
    [InlineData("""{"metadata":{"namespace":"shop","name":"log"},"spec":{"resources":{"requests":{"storage":"10Gi"}}}}""")]
    [InlineData("""{"metadata":{"name":"data"}}""")]
    public void Other_claims_ask_for_what_they_did_and_keep_their_names(string archived)
    {
        RuleTest.AssertKeeps(new ClaimSizeRule(), archived, Changing);
        RuleTest.AssertKeeps(new ClaimCopyRule(), archived, Changing);
    }

    [Fact]
    public void The_one_claim_has_its_new_name_in_its_new_namespace()
    {
        var archived = TestJson.Object("""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"namespace":"shop","name":"data"},"spec":{"storageClassName":"gp2"}}""");
        var context = Changing with
        {
            NamespaceMappings = new Dictionary<string, string>(StringComparer.Ordinal) { ["shop"] = "copy" },
        };

        var restored = RestoreRules.Default.Apply(archived, new("persistentvolumeclaims", ""), context).Object!;

        Assert.Equal("data-of-monday", restored["metadata"]!["name"]!.GetValue<string>());
        Assert.Equal("copy", restored["metadata"]!["namespace"]!.GetValue<string>());
        Assert.Equal("managed-csi", restored["spec"]!["storageClassName"]!.GetValue<string>());
        Assert.Equal("50Gi", restored["spec"]!["resources"]!["requests"]!["storage"]!.GetValue<string>());
        Assert.Equal(new("copy", "data-of-monday"), context.Claims.Rename(new("shop", "data"), "copy"));
        Assert.Equal(new("copy", "log"), context.Claims.Rename(new("shop", "log"), "copy"));
    }
}
