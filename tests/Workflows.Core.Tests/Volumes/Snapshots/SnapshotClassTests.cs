using System.Text.Json.Nodes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Core.Tests.Volumes.Snapshots;

public sealed class SnapshotClassTests
{
    private const string Driver = "disk.csi.example.com";

    private static readonly JsonObject Claim = TestJson.Object("""{"metadata": {"name": "data"}}""");

    [Fact]
    public void The_only_class_of_the_driver_is_taken_whatever_others_have() =>
        AssertChosen("plain", Class("plain"), Class("other", "file.csi.example.com", label: "true"));

    [Fact]
    public void A_class_that_is_marked_for_velero_goes_before_one_for_k10_and_that_before_the_default()
    {
        var (velero, kasten, standard) = (
            Class("velero", label: "true"),
            Class("kasten", annotation: SnapshotClassRule.KastenMark),
            Class("default", annotation: SnapshotClassRule.DefaultMark));

        AssertChosen("velero", standard, kasten, velero, Class("plain"));
        AssertChosen("kasten", standard, kasten, Class("plain"));
        AssertChosen("default", standard, Class("plain"));
    }

    [Fact]
    public void A_mark_that_says_no_is_none() =>
        AssertChosen("default", Class("not", label: "false"), Class("default", annotation: SnapshotClassRule.DefaultMark));

    [Fact]
    public void The_claims_own_annotation_goes_before_all_marks()
    {
        var choice = SnapshotClassRule.Choose(Driver, Naming("slow"), [Class("velero", label: "true"), Class("slow")]);

        Assert.Equal(SnapshotClassChoice.Of("slow"), choice);
    }

    [Theory]
    [InlineData("gone", "not there")]
    [InlineData("foreign", "is of the driver file.csi.example.com")]
    public void A_class_that_the_claim_names_in_vain_is_refused_and_none_taken_in_its_place(string named, string why)
    {
        var choice = SnapshotClassRule.Choose(Driver, Naming(named), [Class("plain"), Class("foreign", "file.csi.example.com")]);

        Assert.Null(choice.Class);
        Assert.Contains(why, choice.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_of_which_none_stands_out_are_refused_by_name()
    {
        foreach (var classes in (JsonObject[][])
        [
            [Class("b"), Class("a")],
            [Class("b", label: "true"), Class("a", label: "true"), Class("c", annotation: SnapshotClassRule.DefaultMark)],
        ])
        {
            var choice = SnapshotClassRule.Choose(Driver, Claim, classes);

            Assert.Null(choice.Class);
            Assert.StartsWith("a, b are all snapshot classes", choice.Refusal, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_driver_without_a_class_is_refused() => Assert.Contains(
        Driver,
        SnapshotClassRule.Choose(Driver, Claim, [Class("other", "file.csi.example.com")]).Refusal,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"spec": {"csi": {"driver": "a"} }, "metadata": {"annotations": {"pv.kubernetes.io/provisioned-by": "b"} } }""", "a")]
    [InlineData("""{"spec": {"hostPath": {} }, "metadata": {"annotations": {"pv.kubernetes.io/provisioned-by": "b"} } }""", "b")]
    [InlineData("""{"spec": {"nfs": {} }, "metadata": {} }""", null)]
    public void A_volumes_driver_is_the_one_it_names_or_else_whoever_made_it(string volume, string? driver) =>
        Assert.Equal(driver, VolumeDriver.Of(TestJson.Object(volume)));

    private static void AssertChosen(string expected, params JsonObject[] classes) =>
        Assert.Equal(SnapshotClassChoice.Of(expected), SnapshotClassRule.Choose(Driver, Claim, classes));

    private static JsonObject Naming(string named) => TestJson.Object(
        $$$"""{"metadata": {"name": "data", "annotations": {"{{{SnapshotClassRule.NamedByClaim}}}": "{{{named}}}"} } }""");

    private static JsonObject Class(string name, string driver = Driver, string? label = null, string? annotation = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (label is not null)
        {
            metadata["labels"] = new JsonObject { [SnapshotClassRule.VeleroMark] = label };
        }

        if (annotation is not null)
        {
            metadata["annotations"] = new JsonObject { [annotation] = "true" };
        }

        return new() { ["metadata"] = metadata, ["driver"] = driver, ["deletionPolicy"] = "Delete" };
    }
}
