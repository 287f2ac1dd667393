using System.Text.Json.Nodes;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Policies;

namespace Workflows.Core.Tests.Volumes.Policies;

/// <summary>Policy before annotation before default, as in Velero.</summary>
public sealed class VolumeRuleTests
{
    private static readonly VolumePolicies Policies = new(
    [
        new(1, 3, new() { StorageClass = ["scratch"] }, null),
        new(2, 7, new() { StorageClass = ["fast", "scratch"] }, VolumeAction.SnapshotAndMove),
        new(3, 0, new() { StorageClass = ["files"] }, VolumeAction.Filesystem),
    ]);

    [Fact]
    public void The_first_policy_that_holds_counts_and_a_skipped_claim_says_which_it_was()
    {
        var rule = new VolumeRule { Policies = Policies };

        Assert.Equal(VolumeDecision.Skip("It is skipped by volume policy 1 (line 3)."), rule.Decide(Claim("scratch"), null, []));
        Assert.Equal(VolumeDecision.Take(VolumeAction.SnapshotAndMove), rule.Decide(Claim("fast"), null, []));
        Assert.Equal(VolumeDecision.Take(VolumeAction.Filesystem), rule.Decide(Claim("files"), null, []));
        Assert.Equal("volume policy 3", Policies.Entries[2].ToString());
    }

    [Theory]
    [InlineData("fast", true, VolumeRule.ExcludedVolumes, VolumeAction.SnapshotAndMove)]
    [InlineData("fast", false, null, VolumeAction.SnapshotAndMove)]
    [InlineData("scratch", false, VolumeRule.IncludedVolumes, null)]
    [InlineData("other", true, VolumeRule.ExcludedVolumes, null)]
    [InlineData("other", true, null, VolumeAction.Snapshot)]
    [InlineData("other", true, VolumeRule.IncludedVolumes, VolumeAction.Snapshot)]
    [InlineData("other", false, VolumeRule.IncludedVolumes, VolumeAction.Snapshot)]
    [InlineData("other", false, VolumeRule.ExcludedVolumes, null)]
    [InlineData("other", false, null, null)]
    public void A_policy_goes_before_annotations_and_they_before_the_default(
        string storageClass, bool isOptOut, string? annotation, VolumeAction? action)
    {
        var rule = new VolumeRule { Policies = Policies, IsOptOut = isOptOut, Default = VolumeAction.Snapshot };
        var pod = annotation is null ? Pod("cache", VolumeRule.ExcludedVolumes) : Pod("data", annotation);

        var decision = rule.Decide(Claim(storageClass), null, [pod]);

        Assert.Equal(action, decision.Action);
        Assert.Equal(action is null, decision.Reason is not null);
    }

    [Theory]
    [InlineData("data", true)]
    [InlineData("cache, data", true)]
    [InlineData("cache", false)]
    [InlineData("", false)]
    public void An_annotation_names_the_pods_volumes(string names, bool isExcluded)
    {
        var decision = new VolumeRule().Decide(Claim("fast"), null, [Pod(names, VolumeRule.ExcludedVolumes)]);

        Assert.Equal(isExcluded ? null : VolumeAction.Filesystem, decision.Action);
        Assert.Equal(isExcluded, decision.Reason?.Contains("Pod redis excludes it", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void A_pod_that_has_ended_and_one_that_mounts_another_claim_say_nothing_of_it()
    {
        var ended = Pod("data", VolumeRule.ExcludedVolumes);
        ended["status"] = new JsonObject { ["phase"] = "Succeeded" };
        var elsewhere = Pod("data", VolumeRule.ExcludedVolumes, claim: "other");

        Assert.Equal(VolumeAction.Filesystem, new VolumeRule().Decide(Claim("fast"), null, [ended, elsewhere]).Action);
    }

    private static JsonObject Claim(string storageClass) => TestJson.Object(
        $$$"""
        {"metadata": {"name": "redis-data", "namespace": "shop"}, "spec": {"storageClassName": "{{{storageClass}}}"},
         "status": {"phase": "Bound"}}
        """);

    private static JsonObject Pod(string volumes, string annotation, string claim = "redis-data") => TestJson.Object(
        $$$"""
        {"metadata": {"name": "redis", "namespace": "shop", "annotations": {"{{{annotation}}}": "{{{volumes}}}"}},
         "spec": {"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "{{{claim}}}"}}]},
         "status": {"phase": "Running"}}
        """);
}
