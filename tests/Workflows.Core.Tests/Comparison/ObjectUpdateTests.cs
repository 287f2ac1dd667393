using System.Text.Json.Nodes;
using Workflows.Core.Comparison;
using Workflows.Core.Resources;

namespace Workflows.Core.Tests.Comparison;

public sealed class ObjectUpdateTests
{
    private static readonly GroupResource Services = new("services", "");

    private static readonly JsonObject Live = Parse("""
        {
          "apiVersion": "v1", "kind": "Service",
          "metadata": {
            "name": "web", "namespace": "shop", "uid": "u-1", "resourceVersion": "42",
            "labels": { "app": "old", "added": "later" },
            "annotations": { "note": "live" }
          },
          "spec": {
            "clusterIP": "10.0.0.7", "type": "NodePort",
            "ports": [ { "port": 80, "nodePort": 30123 } ]
          },
          "status": { "loadBalancer": {} }
        }
        """);

    private static readonly JsonObject Expected = Parse("""
        {
          "apiVersion": "v1", "kind": "Service",
          "metadata": {
            "name": "web", "namespace": "shop",
            "labels": { "app": "web", "velero.io/backup-name": "b", "velero.io/restore-name": "r" }
          },
          "spec": { "type": "NodePort", "ports": [ { "port": 80, "name": "http" } ] }
        }
        """);

    [Fact]
    public void What_the_server_owns_stays_as_it_is()
    {
        var update = ObjectUpdate.Build(Expected, Live, Services);

        Assert.Equal("u-1", (string?)update["metadata"]!["uid"]);
        Assert.Equal("42", (string?)update["metadata"]!["resourceVersion"]);
        Assert.Equal("10.0.0.7", (string?)update["spec"]!["clusterIP"]);
        Assert.Equal(30123, (int)update["spec"]!["ports"]![0]!["nodePort"]!);
    }

    [Fact]
    public void What_the_archive_has_replaces_what_is_live_and_the_rest_goes()
    {
        var update = ObjectUpdate.Build(Expected, Live, Services);

        Assert.Equal("web", (string?)update["metadata"]!["labels"]!["app"]);
        Assert.Null(update["metadata"]!["labels"]!["added"]);
        Assert.Null(update["metadata"]!["annotations"]);
        Assert.Equal("http", (string?)update["spec"]!["ports"]![0]!["name"]);
    }

    [Fact]
    public void A_port_that_the_archive_lacks_goes_with_its_node_port()
    {
        var live = Live.DeepClone().AsObject();
        live["spec"]!["ports"]!.AsArray().Add(Parse("""{ "port": 443, "nodePort": 31443 }"""));

        Assert.Single(ObjectUpdate.Build(Expected, live, Services)["spec"]!["ports"]!.AsArray());
    }

    [Fact]
    public void A_node_port_stays_with_its_port_wherever_that_stands()
    {
        var live = Live.DeepClone().AsObject();
        live["spec"]!["ports"] = JsonNode.Parse("""[ { "port": 443, "nodePort": 31443 } ]""");
        var expected = Expected.DeepClone().AsObject();
        expected["spec"]!["ports"] = JsonNode.Parse("""[ { "port": 80 }, { "port": 443 } ]""");

        var ports = ObjectUpdate.Build(expected, live, Services)["spec"]!["ports"]!;

        Assert.Null(ports[0]!["nodePort"]);
        Assert.Equal(31443, (int)ports[1]!["nodePort"]!);
    }

    [Fact]
    public void An_updated_object_carries_the_labels_of_the_restore() =>
        Assert.Equal("r", (string?)ObjectUpdate.Build(Expected, Live, Services)["metadata"]!["labels"]!["velero.io/restore-name"]);

    [Fact]
    public void After_the_update_a_comparison_finds_nothing()
    {
        Assert.NotEmpty(ObjectComparison.Compare(Expected, Live, Services));

        Assert.Empty(ObjectComparison.Compare(Expected, ObjectUpdate.Build(Expected, Live, Services), Services));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
