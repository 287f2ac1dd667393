using System.Text.Json.Nodes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Core.Volumes.Snapshots.Groups;

namespace Workflows.Core.Tests.Volumes.Snapshots.Groups;

public sealed class GroupRadarTests
{
    private static readonly SnapshotSight Ready = new(SnapshotPhase.Ready, null, new("disk.csi.example.com", "s"));

    private static readonly SnapshotSight Cut = new(SnapshotPhase.Cut, "It is being copied.", null);

    [Fact]
    public void A_group_is_being_taken_until_its_content_has_a_handle()
    {
        Assert.Equal(SnapshotPhase.Taking, GroupRadar.Look(Group(), null, []).Phase);
        Assert.Equal(SnapshotPhase.Taking, GroupRadar.Look(Group(), Content(handle: null), []).Phase);
        Assert.Equal(SnapshotPhase.Cut, GroupRadar.Look(Group(), Content(), []).Phase);
    }

    [Fact]
    public void It_is_ready_when_it_says_so_and_each_of_its_volumes_has_a_member_that_is()
    {
        var group = Group("""{"readyToUse": true}""");

        Assert.Equal(SnapshotPhase.Ready, GroupRadar.Look(group, Content(), [Ready, Ready]).Phase);
        Assert.Equal(SnapshotPhase.Cut, GroupRadar.Look(group, Content(), [Ready]).Phase);
        Assert.Equal(SnapshotPhase.Cut, GroupRadar.Look(Group(), Content(), [Ready, Ready]).Phase);
        Assert.Equal(
            (SnapshotPhase.Cut, Cut.Reason), (GroupRadar.Look(group, Content(), [Ready, Cut]).Phase, GroupRadar.Look(group, Content(), [Ready, Cut]).Reason));
    }

    [Fact]
    public void What_the_storage_system_complains_of_is_the_reason()
    {
        var group = Group("""{"error": {"message": "A claim is not bound."} }""");

        Assert.Equal("A claim is not bound.", GroupRadar.Look(group, null, []).Reason);
    }

    [Fact]
    public void A_content_counts_only_if_it_names_the_group_by_its_uid_too()
    {
        Assert.True(GroupRadar.IsContentOf(Content(), Group()));
        Assert.False(GroupRadar.IsContentOf(Content(uid: "another"), Group()));
        Assert.Equal("groupsnapcontent-u-1", GroupRadar.ExpectedContentOf(Group()));
        Assert.Equal("c", GroupRadar.ExpectedContentOf(Group("""{"boundVolumeGroupSnapshotContentName": "c"}""")));
    }

    [Theory]
    [InlineData("VolumeGroupSnapshot", "u-1", true)]
    [InlineData("VolumeGroupSnapshot", "u-2", false)]
    [InlineData("Deployment", "u-1", false)]
    public void Members_are_the_snapshots_that_the_group_owns(string kind, string uid, bool isMember) => Assert.Equal(
        isMember,
        GroupRadar.IsMemberOf(
            TestJson.Object($$$"""{"metadata": {"ownerReferences": [{"kind": "{{{kind}}}", "uid": "{{{uid}}}"}]} }"""), Group()));

    [Theory]
    [InlineData("""{"spec": {"source": {"volumeHandle": "v-1"} }, "status": {"snapshotHandle": "s-2"} }""", "v-1")]
    [InlineData("""{"spec": {"source": {"snapshotHandle": "s-2"} } }""", "v-2")]
    [InlineData("""{"spec": {"source": {"snapshotHandle": "s-9"} } }""", null)]
    public void The_volume_of_a_member_is_known_by_its_own_content_or_by_the_groups(string member, string? volume)
    {
        foreach (var list in (string[])["volumeSnapshotInfoList", "volumeSnapshotHandlePairList"])
        {
            var content = TestJson.Object(
                $$$"""{"status": {"{{{list}}}": [{"volumeHandle": "v-1", "snapshotHandle": "s-1"}, {"volumeHandle": "v-2", "snapshotHandle": "s-2"}]} }""");

            Assert.Equal(volume, GroupRadar.VolumeHandleOf(TestJson.Object(member), content));
        }
    }

    [Fact]
    public void A_content_tells_by_itself_what_it_keeps_once_its_snapshot_is_gone()
    {
        var content = TestJson.Object("""
            {"metadata": {"name": "c"}, "spec": {"driver": "d", "sourceVolumeMode": "Filesystem"},
             "status": {"snapshotHandle": "s", "readyToUse": true, "restoreSize": 5, "creationTime": 1893456000000000000,
              "volumeGroupSnapshotHandle": "g"} }
            """);

        var sight = SnapshotRadar.LookAtContent(content);

        Assert.Equal(SnapshotPhase.Ready, sight.Phase);
        Assert.Equal(
            new("d", "s")
            {
                Content = "c",
                Bytes = 5,
                TakenAt = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
                VolumeMode = "Filesystem",
                Group = "g",
            },
            sight.Snapshot);
        content["status"]!["readyToUse"] = false;
        Assert.Equal(SnapshotPhase.Cut, SnapshotRadar.LookAtContent(content).Phase);
    }

    private static JsonObject Group(string status = "{}") => TestJson.Object(
        $$"""{"metadata": {"name": "g", "namespace": "shop", "uid": "u-1"}, "status": {{status}} }""");

    private static JsonObject Content(string? handle = "group-1", string uid = "u-1") => TestJson.Object($$$"""
        {"metadata": {"name": "c"},
         "spec": {"source": {"volumeHandles": ["v-1", "v-2"]}, "volumeGroupSnapshotRef": {"namespace": "shop", "name": "g", "uid": "{{{uid}}}"} },
         "status": {"volumeGroupSnapshotHandle": {{{(handle is null ? "null" : $"\"{handle}\"")}}} } }
        """);
}
