using System.Text.Json.Nodes;
using Workflows.Core.Volumes.Snapshots.Groups;

namespace Workflows.Core.Tests.Volumes.Snapshots.Groups;

public sealed class GroupRuleTests
{
    private const string Driver = "disk.csi.example.com";

    [Fact]
    public void The_class_that_is_marked_for_velero_goes_before_the_default_and_that_before_others()
    {
        var (velero, standard) = (
            Class("velero", labels: """{"velero.io/csi-volumegroupsnapshot-class": "true"}"""),
            Class("default", annotations: """{"groupsnapshot.storage.kubernetes.io/is-default-class": "true"}"""));

        Assert.Equal("velero", Decide([Claim("a"), Claim("b")], standard, velero, Class("plain")).Class);
        Assert.Equal("default", Decide([Claim("a"), Claim("b")], standard, Class("plain")).Class);
        Assert.Equal("plain", Decide([Claim("a"), Claim("b")], Class("plain"), Class("other", "file.csi.example.com")).Class);
    }

    [Fact]
    public void The_class_that_any_of_the_claims_names_goes_before_all_marks()
    {
        var naming = Claim("b", """{"velero.io/csi-volume-group-snapshot-class": "slow"}""");

        Assert.Equal("slow", Decide([Claim("a"), naming], Class("plain"), Class("slow")).Class);
        Assert.Contains("is not there", Decide([Claim("a"), naming], Class("plain")).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_without_the_kinds_and_a_driver_without_a_class_take_none()
    {
        Assert.Contains(
            "knows no snapshots of groups", GroupRule.Decide([Claim("a"), Claim("b")], null).Refusal, StringComparison.Ordinal);
        Assert.Contains(
            "no VolumeGroupSnapshotClass of its driver, disk.csi.example.com",
            Decide([Claim("a"), Claim("b")], Class("other", "file.csi.example.com")).Refusal,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_of_several_drivers_or_of_none_and_unbound_ones_are_in_no_snapshot_together()
    {
        var several = Decide([Claim("a"), Claim("b", driver: "file.csi.example.com")], Class("plain"));
        var none = Decide([Claim("a"), Claim("b", driver: null)], Class("plain"));
        var unbound = Decide([Claim("a"), Claim("b") with { Volume = null }], Class("plain"));

        Assert.All((GroupPlan[])[several, none, unbound], plan => Assert.Null(plan.Class));
        Assert.Contains("disk.csi.example.com and file.csi.example.com", several.Refusal, StringComparison.Ordinal);
        Assert.Contains("no driver", none.Refusal, StringComparison.Ordinal);
        Assert.Contains("Claim b", unbound.Refusal, StringComparison.Ordinal);
    }

    private static GroupPlan Decide(IReadOnlyList<GroupedClaim> claims, params JsonObject[] classes) =>
        GroupRule.Decide(claims, classes);

    private static GroupedClaim Claim(string name, string annotations = "{}", string? driver = Driver) => new(
        TestJson.Object($$"""{"metadata": {"name": "{{name}}", "annotations": {{annotations}} } }"""),
        TestJson.Object(driver is null ? """{"spec": {} }""" : $$$"""{"spec": {"csi": {"driver": "{{{driver}}}"} } }"""));

    private static JsonObject Class(string name, string driver = Driver, string labels = "{}", string annotations = "{}") =>
        TestJson.Object($$"""
            {"metadata": {"name": "{{name}}", "labels": {{labels}}, "annotations": {{annotations}} }, "driver": "{{driver}}"}
            """);
}
