using System.Text.Json.Nodes;
using Workflows.Core.Volumes.Policies;

namespace Workflows.Core.Tests.Volumes.Policies;

public sealed class VolumeConditionsTests
{
    private const decimal Gi = 1L << 30;

    [Fact]
    public void Without_conditions_every_claim_is_meant() =>
        Assert.True(new VolumeConditions().Match(Claim(), null));

    [Theory]
    [InlineData(10, 100, "10Gi", true)]
    [InlineData(10, 100, "100Gi", true)]
    [InlineData(10, 100, "9.9Gi", false)]
    [InlineData(10, 100, "101Gi", false)]
    [InlineData(10, null, "1Ti", true)]
    [InlineData(10, null, "1Gi", false)]
    [InlineData(null, 10, "1Gi", true)]
    [InlineData(null, 10, "11Gi", false)]
    [InlineData(null, null, "11Gi", true)]
    [InlineData(null, null, "many", false)]
    public void The_capacity_is_the_volumes_and_both_ends_belong_to_the_range(int? from, int? to, string capacity, bool holds)
    {
        var conditions = new VolumeConditions { Capacity = new(from * Gi, to * Gi) };
        var claim = Claim();
        claim["status"]!["capacity"]!["storage"] = capacity;

        Assert.Equal(holds, conditions.Match(claim, null));
    }

    [Fact]
    public void A_volume_that_is_larger_than_its_claim_knows_is_as_large_as_it_says()
    {
        var conditions = new VolumeConditions { Capacity = new(50 * Gi, null) };

        Assert.True(conditions.Match(Claim(), TestJson.Object("""{"spec": {"capacity": {"storage": "50Gi"}}}""")));
        Assert.False(conditions.Match(Claim(), TestJson.Object("""{"spec": {"capacity": {"storage": "5Gi"}}}""")));
    }

    [Theory]
    [InlineData("fast", true)]
    [InlineData("slow", false)]
    public void The_class_is_one_of_those_named(string named, bool holds)
    {
        var conditions = new VolumeConditions { StorageClass = ["other", named] };

        Assert.Equal(holds, conditions.Match(Claim(), null));
    }

    [Fact]
    public void A_class_that_stands_in_the_old_annotation_counts_and_a_claim_without_one_is_of_none()
    {
        var claim = Claim();
        claim["spec"]!.AsObject().Remove("storageClassName");
        var conditions = new VolumeConditions { StorageClass = ["fast"] };

        Assert.False(conditions.Match(claim, null));
        claim["metadata"]!["annotations"] = new JsonObject { ["volume.beta.kubernetes.io/storage-class"] = "fast" };
        Assert.True(conditions.Match(claim, null));
    }

    [Fact]
    public void Labels_must_all_be_there_and_access_modes_and_phases_one_of_each()
    {
        Assert.True(new VolumeConditions { PvcLabels = Map(("app", "db")) }.Match(Claim(), null));
        Assert.False(new VolumeConditions { PvcLabels = Map(("app", "db"), ("tier", "gold")) }.Match(Claim(), null));
        Assert.True(new VolumeConditions { AccessModes = ["ReadWriteMany", "ReadWriteOnce"] }.Match(Claim(), null));
        Assert.False(new VolumeConditions { AccessModes = ["ReadWriteMany"] }.Match(Claim(), null));
        Assert.True(new VolumeConditions { PvcPhase = ["Bound"] }.Match(Claim(), null));
        Assert.False(new VolumeConditions { PvcPhase = ["Pending", "Lost"] }.Match(Claim(), null));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("disk.csi.example.com", null, true)]
    [InlineData("disk.csi.example.com", "ssd", true)]
    [InlineData("disk.csi.example.com", "hdd", false)]
    [InlineData("files.csi.example.com", null, false)]
    public void A_drivers_volume_is_known_by_driver_and_attributes(string? driver, string? kind, bool holds)
    {
        var csi = new CsiCondition(driver, kind is null ? Map() : Map(("kind", kind)));
        var volume = TestJson.Object("""{"spec": {"csi": {"driver": "disk.csi.example.com", "volumeAttributes": {"kind": "ssd"}}}}""");

        Assert.Equal(holds, new VolumeConditions { Csi = csi }.Match(Claim(), volume));
        Assert.False(new VolumeConditions { Csi = csi }.Match(Claim(), TestJson.Object("""{"spec": {"nfs": {}}}""")));
        Assert.False(new VolumeConditions { Csi = csi }.Match(Claim(), null));
        Assert.True(new VolumeConditions { Csi = csi }.NeedsVolume());
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("files", null, true)]
    [InlineData(null, "/exports/a", true)]
    [InlineData("files", "/exports/a", true)]
    [InlineData("other", null, false)]
    [InlineData("files", "/exports", false)]
    public void A_volume_on_a_file_server_is_known_by_server_and_path(string? server, string? path, bool holds)
    {
        var volume = TestJson.Object("""{"spec": {"nfs": {"server": "files", "path": "/exports/a"}}}""");
        var conditions = new VolumeConditions { Nfs = new(server, path) };

        Assert.Equal(holds, conditions.Match(Claim(), volume));
        Assert.False(conditions.Match(Claim(), null));
        Assert.True(conditions.NeedsVolume());
    }

    [Theory]
    [InlineData("hostPath", true)]
    [InlineData("HOSTPATH", true)]
    [InlineData("local", false)]
    public void A_volumes_type_is_the_field_that_it_has(string type, bool holds)
    {
        var volume = TestJson.Object("""{"spec": {"hostPath": {"path": "/a"}, "capacity": {"storage": "1Gi"}, "local": null}}""");
        var conditions = new VolumeConditions { VolumeTypes = ["rbd", type] };

        Assert.Equal(holds, conditions.Match(Claim(), volume));
        Assert.True(conditions.NeedsVolume());
    }

    [Fact]
    public void What_a_claim_itself_says_takes_no_volume() => Assert.False(new VolumeConditions
    {
        Capacity = new(1, 2),
        StorageClass = ["fast"],
        AccessModes = ["ReadWriteOnce"],
        PvcLabels = Map(("app", "db")),
        PvcPhase = ["Bound"],
    }.NeedsVolume());

    private static JsonObject Claim() => TestJson.Object(
        """
        {"metadata": {"name": "data", "namespace": "shop", "labels": {"app": "db", "team": "a"}},
         "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "fast", "volumeName": "pv",
          "resources": {"requests": {"storage": "10Gi"}}},
         "status": {"phase": "Bound", "capacity": {"storage": "10Gi"}}}
        """);

    private static Dictionary<string, string> Map(params (string Key, string Value)[] entries) =>
        entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
}
