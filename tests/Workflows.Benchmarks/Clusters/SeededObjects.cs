using System.Text;
using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Benchmarks.Clusters;

/// <summary>
/// Objects of five kinds that nothing in a bare control plane acts on, each about a kilobyte as the server lists it
/// (its own bookkeeping included). The same number always gives the same object.
/// </summary>
internal static class SeededObjects
{
    public static IReadOnlyList<ApiResource> Kinds { get; } =
    [
        new("", "v1", "configmaps", "ConfigMap", true, ["list"]),
        new("", "v1", "secrets", "Secret", true, ["list"]),
        new("apps", "v1", "deployments", "Deployment", true, ["list"]),
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true, ["list"]),
        new("rbac.authorization.k8s.io", "v1", "roles", "Role", true, ["list"]),
    ];

    public static string NamespaceName(int number) => $"bench-{number:D4}";

    /// <summary>Where objects of a kind are created and listed.</summary>
    public static string Path(ApiResource kind, string? ns)
    {
        var root = kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.Group}/{kind.Version}";
        return ns is null ? $"{root}/{kind.Plural}" : $"{root}/namespaces/{ns}/{kind.Plural}";
    }

    public static byte[] Namespace(int number) => Bytes(new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Namespace",
        ["metadata"] = new JsonObject { ["name"] = NamespaceName(number) },
    });

    public static byte[] Body(ApiResource kind, string ns, int number)
    {
        var random = new Random(number);
        var body = new JsonObject
        {
            ["apiVersion"] = kind.ApiVersion,
            ["kind"] = kind.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{kind.Plural}-{number:D6}",
                ["namespace"] = ns,
                ["labels"] = new JsonObject { ["app"] = $"app-{number % 50}", ["tier"] = "bench" },
            },
        };
        foreach (var (name, value) in Content(kind, random))
        {
            body[name] = value;
        }

        return Bytes(body);
    }

    private static IEnumerable<(string Name, JsonNode Value)> Content(ApiResource kind, Random random) => kind.Kind switch
    {
        "ConfigMap" => [("data", Settings(random, 4, text => text))],
        "Secret" => [("data", Settings(random, 3, text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text))))],
        "Deployment" => [("spec", Deployment())],
        "NetworkPolicy" => [("spec", Policy(random))],
        _ => [("rules", new JsonArray(Rule("configmaps", random), Rule("secrets", random)))],
    };

    private static JsonObject Settings(Random random, int count, Func<string, string> encode) => new(
        Enumerable.Range(0, count).Select(i => KeyValuePair.Create(
            $"setting-{i}", (JsonNode?)encode($"# what a line of settings looks like\nvalue={Word(random)}-{Word(random)}"))));

    private static JsonObject Deployment() => JsonNode.Parse(
        """
        {"replicas":0,"selector":{"matchLabels":{"app":"bench"}},"template":{"metadata":{"labels":{"app":"bench"}},
        "spec":{"containers":[{"name":"main","image":"bench:1"}]}}}
        """)!.AsObject();

    private static JsonObject Policy(Random random) => JsonNode.Parse(
        $$$"""
        {"podSelector":{"matchLabels":{"app":"{{{Word(random)}}}"}},"policyTypes":["Ingress"],"ingress":[{"from":[
        {"namespaceSelector":{"matchLabels":{"team":"{{{Word(random)}}}"} } }],"ports":[{"port":8080,"protocol":"TCP"}]}]}
        """)!.AsObject();

    private static JsonNode Rule(string resource, Random random) => JsonNode.Parse(
        $$"""
        {"apiGroups":[""],"resources":["{{resource}}"],"resourceNames":["{{Word(random)}}","{{Word(random)}}"],
        "verbs":["get","list","watch","update"]}
        """)!;

    private static string Word(Random random) => random.NextInt64(1L << 60).ToString("x15");

    private static byte[] Bytes(JsonNode body) => Encoding.UTF8.GetBytes(body.ToJsonString());
}
