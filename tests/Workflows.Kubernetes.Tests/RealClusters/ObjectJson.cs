using System.Text.Json.Nodes;

namespace Workflows.Kubernetes.Tests.RealClusters;

internal static class ObjectJson
{
    public static JsonNode Node(this ObjectBytes bytes) => JsonNode.Parse(bytes.Json.Span)!;

    public static string Revision(this ObjectBytes bytes) => (string)bytes.Node()["metadata"]!["resourceVersion"]!;

    public static string Uid(this ObjectBytes bytes) => (string)bytes.Node()["metadata"]!["uid"]!;

    public static string Name(this ObjectBytes bytes) => (string)bytes.Node()["metadata"]!["name"]!;
}
