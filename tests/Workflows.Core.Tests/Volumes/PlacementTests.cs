using System.Text.Json.Nodes;
using Workflows.Core.Volumes.Placing;

namespace Workflows.Core.Tests.Volumes;

public sealed class PlacementTests
{
    [Fact]
    public void A_volume_of_one_node_is_moved_where_its_pod_runs()
    {
        var placement = PlacementRule.ForBackup(Claim("ReadWriteOnce"), [Pod("web", "node-2", claim: "other"), Pod("redis", "node-1")]);

        Assert.Equal(Placement.On("node-1"), placement);
    }

    [Theory]
    [InlineData("ReadWriteMany")]
    [InlineData("ReadOnlyMany")]
    public void A_volume_of_many_nodes_is_moved_anywhere(string mode) =>
        Assert.Equal(Placement.Anywhere, PlacementRule.ForBackup(Claim(mode), [Pod("redis", "node-1")]));

    [Fact]
    public void A_volume_that_nobody_mounts_is_moved_where_the_scheduler_finds_it() =>
        Assert.Equal(Placement.Anywhere, PlacementRule.ForBackup(Claim("ReadWriteOnce"), []));

    [Theory]
    [InlineData("Succeeded")]
    [InlineData("Failed")]
    public void A_pod_that_has_ended_mounts_nothing(string phase) =>
        Assert.Equal(
            Placement.Anywhere,
            PlacementRule.ForBackup(Claim("ReadWriteOnce"), [Pod("redis", "node-1", phase: phase)]));

    [Fact]
    public void A_pod_without_a_node_holds_no_volume() =>
        Assert.Equal(
            Placement.Anywhere,
            PlacementRule.ForBackup(Claim("ReadWriteOnce"), [Pod("redis", node: null, phase: "Pending")]));

    [Fact]
    public void While_a_pod_moves_the_one_that_runs_has_the_volume()
    {
        var starting = Pod("a-new", "node-2", phase: "Pending");

        Assert.Equal("node-1", PlacementRule.ForBackup(Claim("ReadWriteOnce"), [starting, Pod("old", "node-1")]).Node);
    }

    [Fact]
    public void A_mover_is_no_user_of_the_claim_that_it_moves()
    {
        var mover = Pod("workflows-mover-0", "node-3");
        mover["metadata"]!["labels"] = new JsonObject { ["app.kubernetes.io/name"] = "workflows-mover" };

        Assert.Equal(Placement.Anywhere, PlacementRule.ForBackup(Claim("ReadWriteOncePod"), [mover]));
    }

    [Fact]
    public void A_snapshot_is_taken_of_what_no_other_pod_may_mount_and_of_a_device_unless_files_are_to_be_read()
    {
        var device = Claim("ReadWriteOnce");
        device["spec"]!["volumeMode"] = "Block";

        Assert.Equal(Placement.Anywhere, PlacementRule.ForSnapshot(Claim("ReadWriteOncePod"), isMoved: true));
        Assert.Equal(Placement.Anywhere, PlacementRule.ForSnapshot(device, isMoved: false));
        Assert.Contains("Block", PlacementRule.ForSnapshot(device, isMoved: true).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_volume_of_one_pod_is_refused_while_that_pod_has_it_and_moved_when_nobody_does()
    {
        var claim = Claim("ReadWriteOncePod");

        Assert.Contains("ReadWriteOncePod", PlacementRule.ForBackup(claim, [Pod("redis", "node-1")]).Refusal, StringComparison.Ordinal);
        Assert.Equal(Placement.Anywhere, PlacementRule.ForBackup(claim, []));
    }

    [Fact]
    public void A_volume_that_a_pod_has_for_itself_is_one_of_a_claim_named_after_both()
    {
        var pod = TestJson.Object(
            """
            {"metadata": {"name": "build"}, "spec": {"nodeName": "node-4", "volumes": [{"name": "scratch", "ephemeral": {}}]},
             "status": {"phase": "Running"}}
            """);

        Assert.Equal("node-4", PlacementRule.ForBackup(Claim("ReadWriteOnce", "build-scratch"), [pod]).Node);
    }

    [Fact]
    public void Blocks_are_no_files_for_backups_and_restores_alike()
    {
        var claim = Claim("ReadWriteOnce");
        claim["spec"]!["volumeMode"] = "Block";

        Assert.Contains("Block", PlacementRule.ForBackup(claim, []).Refusal, StringComparison.Ordinal);
        Assert.Contains("Block", PlacementRule.ForRestore(claim, []).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_waits_for_its_first_consumer_has_nothing_to_back_up_and_takes_the_restores_mover_for_one()
    {
        var claim = Claim("ReadWriteOnce");
        claim["status"]!["phase"] = "Pending";

        Assert.Contains("not bound", PlacementRule.ForBackup(claim, []).Refusal, StringComparison.Ordinal);
        Assert.Equal(Placement.Anywhere, PlacementRule.ForRestore(claim, []));
    }

    [Fact]
    public void A_claim_that_somebody_uses_already_is_not_written_over()
    {
        Assert.Contains("redis", PlacementRule.ForRestore(Claim("ReadWriteMany"), [Pod("redis", "node-1")]).Refusal, StringComparison.Ordinal);
        Assert.Null(PlacementRule.ForRestore(Claim("ReadWriteMany"), [Pod("other", "node-1", claim: "else")]).Refusal);
    }

    [Fact]
    public void A_claim_that_is_being_deleted_is_left_alone()
    {
        var claim = Claim("ReadWriteOnce");
        claim["metadata"]!["deletionTimestamp"] = "2030-01-01T00:00:00Z";

        Assert.NotNull(PlacementRule.ForBackup(claim, []).Refusal);
    }

    [Fact]
    public void A_mover_bears_what_its_node_wants_borne_and_not_the_nodes_own_trouble()
    {
        var node = TestJson.Object(
            """
            {"metadata": {"name": "node-1"}, "spec": {"taints": [
              {"key": "dedicated", "value": "db", "effect": "NoSchedule"},
              {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"},
              {"key": "node.kubernetes.io/not-ready", "effect": "NoExecute"}]}}
            """);

        Assert.Equal(
            [new Toleration("dedicated", "db", "NoSchedule"), new Toleration("node.kubernetes.io/unschedulable", null, "NoSchedule")],
            Toleration.Of(node));
    }

    [Fact]
    public void Movers_run_on_Linux_only()
    {
        static JsonObject Node(string os) => TestJson.Object(
            $$$"""{"metadata": {"name": "n", "labels": {"kubernetes.io/os": "{{{os}}}"} } }""");

        Assert.Contains("windows", PlacementRule.WhyNotOn(Node("windows")), StringComparison.Ordinal);
        Assert.Null(PlacementRule.WhyNotOn(Node("linux")));
    }

    private static JsonObject Claim(string mode, string name = "data") => TestJson.Object(
        $$$"""
        {"metadata": {"name": "{{{name}}}", "namespace": "shop"},
         "spec": {"accessModes": ["{{{mode}}}"]}, "status": {"phase": "Bound"}}
        """);

    private static JsonObject Pod(string name, string? node, string phase = "Running", string claim = "data")
    {
        var pod = TestJson.Object(
            $$$"""
            {"metadata": {"name": "{{{name}}}"},
             "spec": {"volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "data", "persistentVolumeClaim": {"claimName": "{{{claim}}}"}}]},
             "status": {"phase": "{{{phase}}}"}}
            """);
        if (node is not null)
        {
            pod["spec"]!["nodeName"] = node;
        }

        return pod;
    }
}
