using System.Text.Json.Nodes;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Core.Volumes.Snapshots.Groups;

namespace Workflows.Core.Tests.Volumes.Snapshots.Groups;

public sealed class GroupObjectTests
{
    private static readonly Guid Uid = new("0f8fad5b-d9cb-469f-a165-70867728950e");

    private static readonly ClaimGroup Group = new(
        SnapshotObjectNames.Group(Uid, "shop", ClaimGroup.VeleroLabel, "db"), ClaimGroup.VeleroLabel, "db", "v1beta2", "fast");

    private static readonly ClaimMove Move = new(
        new()
        {
            Task = MoverTask.Backup,
            Cluster = new([], null),
            Store = "/backups",
            Backup = "nightly",
            Uid = Uid,
            Settings = new(),
        },
        new(new("shop", "data"), "nightly.0123456789ab", "claim-0") { Action = VolumeAction.Snapshot, Group = Group });

    [Fact]
    public void All_claims_of_a_group_ask_for_the_same_snapshot_of_all_with_the_label()
    {
        var other = Move with { Planned = Move.Planned with { Claim = new("shop", "log") } };

        var taken = GroupObjects.Taken(Move);

        Assert.True(JsonNode.DeepEquals(taken, GroupObjects.Taken(other)));
        Assert.Equal("groupsnapshot.storage.k8s.io/v1beta2", taken["apiVersion"]!.GetValue<string>());
        Assert.Equal("fast", taken["spec"]!["volumeGroupSnapshotClassName"]!.GetValue<string>());
        Assert.Equal(
            """{"velero.io/volume-group":"db"}""", taken["spec"]!["source"]!["selector"]!["matchLabels"]!.ToJsonString());
        Assert.Equal(Group.Name, taken["metadata"]!["labels"]![SnapshotLabels.Group]!.GetValue<string>());
    }

    [Fact]
    public void Groups_of_other_namespaces_labels_values_and_runs_have_other_names()
    {
        string[] names =
        [
            Group.Name,
            SnapshotObjectNames.Group(Uid, "other", ClaimGroup.VeleroLabel, "db"),
            SnapshotObjectNames.Group(Uid, "shop", "app", "db"),
            SnapshotObjectNames.Group(Uid, "shop", ClaimGroup.VeleroLabel, "web"),
            SnapshotObjectNames.Group(Guid.Empty, "shop", ClaimGroup.VeleroLabel, "db"),
        ];

        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.True(name.Length <= 63));
    }

    [Theory]
    [InlineData(VolumeAction.Snapshot, false)]
    [InlineData(VolumeAction.SnapshotAndMove, true)]
    public void The_clone_of_a_member_is_made_of_what_stands_for_its_snapshot_since_the_group_takes_its_own_along(
        VolumeAction action, bool imports)
    {
        var move = Move with { Planned = Move.Planned with { Action = action } };

        Assert.Equal(imports, move.ImportsSnapshot);
        Assert.False((move with { Planned = move.Planned with { Group = null } }).ImportsSnapshot);
    }

    [Fact]
    public void What_stands_for_a_group_where_it_is_not_known_takes_no_snapshot_with_it()
    {
        var stub = GroupObjects.Stub(Move, new("disk.csi.example.com", "s-1") { Group = "g-1" }, "v1");

        Assert.Equal("Retain", stub["spec"]!["deletionPolicy"]!.GetValue<string>());
        Assert.Equal("g-1", GroupObjects.HandleOf(stub));
        Assert.Equal("s-1", stub["spec"]!["source"]!["groupSnapshotHandles"]!["volumeSnapshotHandles"]![0]!.GetValue<string>());
        Assert.Null(stub["metadata"]!["labels"]![SnapshotLabels.Group]);
    }

    [Fact]
    public void A_remark_is_said_of_what_was_moved_and_has_nothing_else_to_say()
    {
        var claim = Move.Planned.Claim;

        Assert.Equal("R.", new ClaimOutcome(claim, ClaimState.Completed, null).Noting("R.").Reason);
        Assert.Equal("Its own.", new ClaimOutcome(claim, ClaimState.Completed, "Its own.").Noting("R.").Reason);
        Assert.Equal("No room.", ClaimOutcome.Failed(claim, "No room.").Noting("R.").Reason);
        Assert.Null(new ClaimOutcome(claim, ClaimState.Completed, null).Noting(null).Reason);
    }
}
