using System.Text;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.RoundTrip;

/// <summary>Objects that are valid, and that break what was written with friendly ones in mind.</summary>
internal static class NastyObjects
{
    public const string Namespace = "wf-nasty";

    public const string Group = "wf-nasty.example";

    private const string ClusterRoles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

    private const string Definition = $"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/mice.{Group}";

    private static readonly string InNamespace = $"/api/v1/namespaces/{Namespace}";

    /// <summary>RBAC names may hold anything but a slash and a percent sign.</summary>
    private const string RoleName = "wf-nasty:röle (Ж) + more";

    public static async Task CreateAsync(Cluster cluster)
    {
        await TestNamespaces.CreateAsync(cluster, Namespace);
        foreach (var configMap in ConfigMaps())
        {
            await cluster.CreateAsync($"{InNamespace}/configmaps", configMap);
        }

        await cluster.CreateAsync($"{InNamespace}/secrets", Parse("""
            { "kind": "Secret", "apiVersion": "v1", "metadata": { "name": "bytes" }, "type": "wf-nasty.example/own",
              "data": { "nul-and-more": "AAECAwoNGxx/gMDB9fj/4oLw", "empty": "", ".hidden_KEY-1.x": "eA==" } }
            """));
        await CreateRolesAsync(cluster);
        await CreateQuantitiesAsync(cluster);
        await CreateMiceAsync(cluster);
    }

    /// <summary>Takes all of it away, finalizers first: nobody else would.</summary>
    public static async Task DeleteAsync(Cluster cluster)
    {
        foreach (var mouse in new[] { "held", "numbers" })
        {
            var path = $"/apis/{Group}/v1/namespaces/{Namespace}/mice/{mouse}";
            if (await cluster.FindAsync(path) is not null)
            {
                await cluster.MergePatchAsync(path, Parse("""{ "metadata": { "finalizers": null } }"""));
            }
        }

        await TestNamespaces.DeleteAsync(cluster, Namespace);
        await cluster.DeleteAsync(Definition);
        await cluster.DeleteAsync($"{ClusterRoles}/{Uri.EscapeDataString(RoleName)}");
        await TestNamespaces.UntilAsync("the definition is gone", async () => await cluster.FindAsync(Definition) is null);
    }

    private static IEnumerable<JsonObject> ConfigMaps()
    {
        yield return Parse("""
            { "kind": "ConfigMap", "apiVersion": "v1",
              "metadata": {
                "name": "unicode",
                "annotations": { "wf-nasty.example/note": "\u0000 can't be, but \u0001\u001f\u007f\u0085\u2028 \ud83d\udc69\u200d\ud83d\udc67 can; <b>&amp;</b> \\u0041" } },
              "data": { "text": "a\tb\r\nc \"d\" 'e' \\ f — Ω ß 漢字 العربية", "json": "{\"a\": 1.0, \"b\": [null]}", "empty": "" },
              "binaryData": { "bytes": "AP+A" } }
            """.Replace("\\u0000 can't be, but ", "", StringComparison.Ordinal));
        yield return Parse("""{ "kind": "ConfigMap", "apiVersion": "v1", "metadata": { "name": "nothing" }, "data": {} }""");
        yield return Named(new string('n', 253), "the longest name");
        yield return Named("a.b-c.d", "dots");
        yield return Named("large", new string('x', 900 * 1024));
    }

    private static JsonObject Named(string name, string text) => new()
    {
        ["kind"] = "ConfigMap",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["data"] = new JsonObject { ["text"] = text },
    };

    private static async Task CreateRolesAsync(Cluster cluster)
    {
        await cluster.CreateAsync(
            $"/apis/rbac.authorization.k8s.io/v1/namespaces/{Namespace}/roles",
            Role("Role", """[{ "apiGroups": [""], "resources": ["pods/log"], "verbs": ["get"] }]"""));
        await cluster.CreateAsync(
            ClusterRoles,
            Role("ClusterRole", """[{ "nonResourceURLs": ["/healthz/*"], "verbs": ["*"] }]"""));
        var binding = Role("RoleBinding", "[]");
        binding.Remove("rules");
        binding["roleRef"] = new JsonObject
        {
            ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Role", ["name"] = RoleName,
        };
        binding["subjects"] = Array("""[{ "kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": "jörg:x" }]""");
        await cluster.CreateAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{Namespace}/rolebindings", binding);
    }

    private static JsonObject Role(string kind, string rules) => new()
    {
        ["kind"] = kind,
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["metadata"] = new JsonObject { ["name"] = RoleName },
        ["rules"] = Array(rules),
    };

    /// <summary>Quantities in every form that Kubernetes reads, and maps that are there and empty.</summary>
    private static async Task CreateQuantitiesAsync(Cluster cluster)
    {
        await cluster.CreateAsync($"{InNamespace}/resourcequotas", Parse("""
            { "kind": "ResourceQuota", "apiVersion": "v1", "metadata": { "name": "quantities" },
              "spec": { "hard": { "cpu": "1e3", "requests.cpu": "0.5k", "memory": "1.5Gi", "limits.memory": "12E",
                "requests.storage": "129M", "requests.ephemeral-storage": "1048576Ki", "limits.cpu": "2500m", "pods": 0 } } }
            """));
        await cluster.CreateAsync($"/apis/apps/v1/namespaces/{Namespace}/deployments", Parse("""
            { "kind": "Deployment", "apiVersion": "apps/v1", "metadata": { "name": "quantities", "labels": {} },
              "spec": { "replicas": 0, "selector": { "matchLabels": { "a": "b" } },
                "template": { "metadata": { "labels": { "a": "b" }, "annotations": {} },
                  "spec": { "nodeSelector": {}, "containers": [{ "name": "c", "image": "registry.example/x:1",
                    "resources": { "requests": { "cpu": 0.1, "memory": "1e6" }, "limits": { "cpu": "1500000u", "memory": "128974848" } } }],
                    "volumes": [{ "name": "v", "emptyDir": { "sizeLimit": "1.5Gi" } }, { "name": "w", "emptyDir": {} }] } } } }
            """));
        await cluster.CreateAsync($"/apis/networking.k8s.io/v1/namespaces/{Namespace}/networkpolicies", Parse("""
            { "kind": "NetworkPolicy", "apiVersion": "networking.k8s.io/v1", "metadata": { "name": "everything" },
              "spec": { "podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{}] } }
            """));
    }

    /// <summary>A plural that no rule yields, a field named like metadata, and numbers past what a double holds.</summary>
    private static async Task CreateMiceAsync(Cluster cluster)
    {
        await cluster.CreateAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Parse($$"""
            { "kind": "CustomResourceDefinition", "apiVersion": "apiextensions.k8s.io/v1",
              "metadata": { "name": "mice.{{Group}}" },
              "spec": { "group": "{{Group}}", "scope": "Namespaced",
                "names": { "plural": "mice", "singular": "mouse", "kind": "Mouse", "listKind": "Mice" },
                "versions": [{ "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": {
                  "type": "object", "x-kubernetes-preserve-unknown-fields": true } } }] } }
            """));
        var mice = $"/apis/{Group}/v1/namespaces/{Namespace}/mice";
        await TestNamespaces.UntilAsync("mice are served", async () => await cluster.FindAsync(mice) is not null);
        await cluster.CreateAsync(mice, Parse($$"""
            { "kind": "Mouse", "apiVersion": "{{Group}}/v1",
              "metadata": { "name": "held", "finalizers": ["{{Group}}/hold"] },
              "spec": { "metadata": { "name": "not mine", "uid": 7 }, "items": [{ "kind": "List", "items": [] }], "empty": {}, "none": [] } }
            """));
        await cluster.CreateAsync(mice, Parse($$"""
            { "kind": "Mouse", "apiVersion": "{{Group}}/v1", "metadata": { "name": "numbers" },
              "status": { "phase": "a status that is no subresource is the user's own" },
              "spec": { "big": 9223372036854775807, "odd": 9007199254740993, "small": 1e-7, "minus": -0.1, "deep": [[[[{ "k": [true, ""] }]]]] } }
            """));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(Encoding.UTF8.GetBytes(json))!.AsObject();

    private static JsonArray Array(string json) => JsonNode.Parse(json)!.AsArray();
}
