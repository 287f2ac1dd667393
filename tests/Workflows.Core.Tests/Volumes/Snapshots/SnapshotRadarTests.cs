using System.Text.Json.Nodes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Core.Tests.Volumes.Snapshots;

/// <summary>What clusters say of snapshots on their way, and what it means for whoever waits.</summary>
public sealed class SnapshotRadarTests
{
    private static readonly JsonObject Ready = TestJson.Object("""
        {"metadata": {"name": "s", "uid": "u"}, "status": {"boundVolumeSnapshotContentName": "c", "readyToUse": true,
         "restoreSize": "1Gi", "creationTime": "2030-01-02T03:04:05Z"} }
        """);

    private static readonly JsonObject Content = TestJson.Object("""
        {"metadata": {"name": "c"}, "spec": {"driver": "d", "volumeSnapshotClassName": "fast", "sourceVolumeMode": "Block"},
         "status": {"snapshotHandle": "h", "restoreSize": 5000000000} }
        """);

    [Fact]
    public void One_that_is_ready_is_remembered_by_all_that_restoring_it_takes() => Assert.Equal(
        new(SnapshotPhase.Ready, null, new ArchivedSnapshot("d", "h")
        {
            Class = "fast",
            Content = "c",
            Bytes = 5_000_000_000,
            TakenAt = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
            VolumeMode = "Block",
        }),
        SnapshotRadar.Look(Ready, Content));

    [Fact]
    public void Its_size_is_the_snapshots_where_the_content_does_not_say()
    {
        var content = Content.DeepClone().AsObject();
        content["status"]!.AsObject().Remove("restoreSize");

        Assert.Equal(1L << 30, SnapshotRadar.Look(Ready, content).Snapshot!.Bytes);
    }

    [Fact]
    public void No_snapshot_is_gone() => Assert.Equal(SnapshotPhase.Gone, SnapshotRadar.Look(null, Content).Phase);

    [Theory]
    [InlineData("""{"metadata": {"name": "s", "uid": "u"} }""")]
    [InlineData("""{"metadata": {"name": "s", "uid": "u"}, "status": {"readyToUse": true} }""")]
    [InlineData("""{"metadata": {"name": "s", "uid": "u"}, "status": {"boundVolumeSnapshotContentName": "another", "readyToUse": true} }""")]
    public void One_that_is_bound_to_nothing_or_to_something_else_is_being_taken(string snapshot) =>
        Assert.Equal(SnapshotPhase.Taking, SnapshotRadar.Look(TestJson.Object(snapshot), Content).Phase);

    [Fact]
    public void One_without_a_handle_is_being_taken_and_its_error_is_the_reason_though_it_may_pass()
    {
        var snapshot = TestJson.Object("""
            {"metadata": {"name": "s", "uid": "u"}, "status": {"boundVolumeSnapshotContentName": "c", "readyToUse": false,
             "error": {"message": "Failed to take: quota"} } }
            """);
        var content = TestJson.Object("""{"metadata": {"name": "c"}, "spec": {"driver": "d"} }""");

        Assert.Equal(new(SnapshotPhase.Taking, "Failed to take: quota", null), SnapshotRadar.Look(snapshot, content));
    }

    [Fact]
    public void An_error_that_stands_in_the_content_only_is_the_reason_too()
    {
        var snapshot = TestJson.Object("""{"metadata": {"name": "s", "uid": "u"} }""");
        var content = TestJson.Object("""{"metadata": {"name": "c"}, "spec": {"driver": "d"}, "status": {"error": {"message": "No room."} } }""");

        Assert.Equal("No room.", SnapshotRadar.Look(snapshot, content).Reason);
    }

    [Fact]
    public void One_that_is_cut_and_still_copied_elsewhere_is_not_ready()
    {
        var snapshot = TestJson.Object("""
            {"metadata": {"name": "s", "uid": "u"}, "status": {"boundVolumeSnapshotContentName": "c", "readyToUse": false} }
            """);

        Assert.Equal(SnapshotPhase.Cut, SnapshotRadar.Look(snapshot, Content).Phase);
    }

    [Theory]
    [InlineData("shop", "s", "u", true)]
    [InlineData("shop", "s", "another", false)]
    [InlineData("shop", "t", "u", false)]
    [InlineData("other", "s", "u", false)]
    public void A_content_is_a_snapshots_own_if_it_says_so_itself(string ns, string name, string uid, bool isOwn)
    {
        var snapshot = TestJson.Object("""{"metadata": {"name": "s", "namespace": "shop", "uid": "u"} }""");
        var content = TestJson.Object($$$"""
            {"spec": {"volumeSnapshotRef": {"namespace": "{{{ns}}}", "name": "{{{name}}}", "uid": "{{{uid}}}"} } }
            """);

        Assert.Equal(isOwn, SnapshotRadar.IsContentOf(content, snapshot));
    }

    [Theory]
    [InlineData("1Ki", 1024L)]
    [InlineData("1.5Gi", 1_610_612_736L)]
    [InlineData("10G", 10_000_000_000L)]
    [InlineData("1e3", 1000L)]
    [InlineData("1500m", 2L)]
    [InlineData("42", 42L)]
    [InlineData("20E", null)]
    [InlineData("-1", null)]
    [InlineData("much", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Amounts_of_storage_are_read_as_kubernetes_writes_them(string? text, long? bytes) =>
        Assert.Equal(bytes, StorageQuantity.TryParse(text));

    [Theory]
    [InlineData("1Gi", 5, "1Gi")]
    [InlineData("1Gi", 1L << 30, "1Gi")]
    [InlineData("1Gi", (1L << 30) + 1, "1073741825")]
    [InlineData(null, 7, "7")]
    public void A_volume_of_a_snapshot_is_at_least_as_large_as_that_and_as_it_was_asked_for(string? asked, long bytes, string made) =>
        Assert.Equal(made, StorageQuantity.AtLeast(asked, bytes));
}
