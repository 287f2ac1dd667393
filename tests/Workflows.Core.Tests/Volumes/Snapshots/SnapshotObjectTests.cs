using System.Text.Json.Nodes;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Core.Tests.Volumes.Snapshots;

public sealed class SnapshotObjectTests
{
    private static readonly ClaimMove Backup = new(
        new()
        {
            Task = MoverTask.Backup,
            Cluster = new([], null),
            Store = "/backups",
            Backup = "nightly",
            Uid = new("0f8fad5b-d9cb-469f-a165-70867728950e"),
            Settings = new(),
        },
        new(new("shop", "data"), "nightly.0123456789ab", "claim-0") { Action = VolumeAction.SnapshotAndMove });

    private static readonly ArchivedSnapshot Archived = new("d", "h") { Bytes = 5, VolumeMode = "Block" };

    [Fact]
    public void Names_follow_from_run_and_claim_and_from_nothing_else()
    {
        var other = Backup with { Planned = Backup.Planned with { Claim = new("shop", "other") } };

        Assert.Equal(Backup.SnapshotName, (Backup with { Planned = Backup.Planned with { Node = "n" } }).SnapshotName);
        Assert.NotEqual(Backup.SnapshotName, other.SnapshotName);
        Assert.NotEqual(Backup.SnapshotName, (Backup with { Run = Backup.Run with { Uid = Guid.Empty } }).SnapshotName);
        Assert.True(Backup.Mounted.Name.Length <= 63);
    }

    [Theory]
    [InlineData(MoverTask.Backup, VolumeAction.SnapshotAndMove, true)]
    [InlineData(MoverTask.Backup, VolumeAction.Snapshot, false)]
    [InlineData(MoverTask.Backup, VolumeAction.Filesystem, false)]
    [InlineData(MoverTask.Restore, VolumeAction.SnapshotAndMove, false)]
    public void Only_the_mover_of_a_backup_that_moves_a_snapshot_mounts_a_clone(MoverTask task, VolumeAction action, bool isClone)
    {
        var move = new ClaimMove(Backup.Run with { Task = task }, Backup.Planned with { Action = action });

        Assert.Equal(isClone, move.Mounted != move.Planned.Claim);
    }

    [Fact]
    public void A_clone_is_of_the_claims_class_and_mode_and_as_large_as_its_snapshot_takes()
    {
        var claim = TestJson.Object("""
            {"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOncePod"], "storageClassName": "fast", "volumeName": "pv",
             "selector": {"matchLabels": {"a": "b"} }, "resources": {"requests": {"storage": "1Gi"} } } }
            """);

        TestJson.AssertEqual(
            $$"""
            {"accessModes": ["ReadWriteOncePod"], "resources": {"requests": {"storage": "2147483648"} }, "storageClassName": "fast",
             "dataSource": {"apiGroup": "snapshot.storage.k8s.io", "kind": "VolumeSnapshot", "name": "{{Backup.SnapshotName}}"} }
            """,
            SnapshotObjects.Clone(Backup, claim, 2L << 30)["spec"]);
    }

    [Fact]
    public void What_stands_for_an_archived_snapshot_leaves_it_where_it_is_and_what_removes_it_takes_it_along()
    {
        var restore = Backup with { Run = Backup.Run with { Task = MoverTask.Restore, Restore = "back" } };

        TestJson.AssertEqual(
            $$"""
            {"deletionPolicy": "Retain", "driver": "d", "sourceVolumeMode": "Block", "source": {"snapshotHandle": "h"},
             "volumeSnapshotRef": {"namespace": "shop", "name": "{{restore.SnapshotName}}"} }
            """,
            SnapshotObjects.ImportedContent(restore, Archived)["spec"]);
        Assert.Equal("Delete", SnapshotObjects.Removal(Archived)["spec"]!["deletionPolicy"]!.GetValue<string>());
    }

    [Fact]
    public void All_that_a_run_makes_is_found_by_its_run_its_store_and_its_claim()
    {
        foreach (var made in (JsonObject[])[SnapshotObjects.Taken(Backup, "c"), SnapshotObjects.ImportedContent(Backup, Archived)])
        {
            var labels = made["metadata"]!["labels"]!.AsObject();
            foreach (var selector in (string[])
            [
                SnapshotLabels.SelectRun(Backup.Run.Uid), SnapshotLabels.SelectStore("/backups"), SnapshotLabels.SelectClaim(Backup),
            ])
            {
                Assert.All(selector.Split(','), part => Assert.Equal(part.Split('=')[1], labels[part.Split('=')[0]]!.GetValue<string>()));
            }
        }
    }

    [Theory]
    [InlineData("""{"apiGroup": "snapshot.storage.k8s.io", "kind": "VolumeSnapshot", "name": "s"}""", true)]
    [InlineData("""{"apiGroup": "snapshot.storage.k8s.io", "kind": "VolumeSnapshot", "name": "t"}""", false)]
    [InlineData("""{"kind": "PersistentVolumeClaim", "name": "s"}""", false)]
    [InlineData("null", false)]
    public void A_claim_is_filled_from_the_snapshot_that_it_names(string source, bool isFilled) => Assert.Equal(
        isFilled, SnapshotObjects.IsFilledFrom(TestJson.Object($$"""{"spec": {"dataSource": {{source}} } }"""), "s"));
}
