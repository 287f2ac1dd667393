using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Archive.Writing;
using Workflows.Core.Resources;

namespace Workflows.Archive.Tests.Support;

/// <summary>An object as a capture would hand it over.</summary>
public sealed record TestObject(GroupResource Resource, byte[] Json)
{
    public ArchivedObject Archived => new(Resource, ObjectHead.Read(Json));

    public ObjectKey Key => Archived.Key;

    public static TestObject ConfigMap(string ns, string name, string data = "v") =>
        Create("configmaps", "v1", "ConfigMap", ns, name, o => o["data"] = new JsonObject { ["k"] = data });

    public static TestObject Create(
        string resource, string apiVersion, string kind, string? ns, string name, Action<JsonObject>? change = null)
    {
        var metadata = new JsonObject
        {
            ["name"] = name,
            ["uid"] = $"uid-{resource}-{ns}-{name}",
            ["resourceVersion"] = "42",
            ["labels"] = new JsonObject { ["app"] = "guestbook" },
        };
        if (ns is not null)
            metadata["namespace"] = ns;
        var json = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
        change?.Invoke(json);
        return new TestObject(GroupResource.Parse(resource), Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    /// <summary>A small application: every shape of path that an archive has.</summary>
    public static IReadOnlyList<TestObject> Guestbook() =>
    [
        Create("namespaces", "v1", "Namespace", null, "shop"),
        ConfigMap("shop", "settings"),
        ConfigMap("shop", "unicode", "grüße 日本語 \u0001"),
        Create("deployments.apps", "apps/v1", "Deployment", "shop", "frontend"),
        Create("pods", "v1", "Pod", "shop", "frontend-1", o => o["metadata"]!["ownerReferences"] = JsonSerializer.SerializeToNode(
            new[] { new { apiVersion = "apps/v1", kind = "ReplicaSet", name = "frontend", uid = "u1", controller = true } })),
        Create("clusterroles.rbac.authorization.k8s.io", "rbac.authorization.k8s.io/v1", "ClusterRole", null, "system:shop:admin"),
        Create("roles.rbac.authorization.k8s.io", "rbac.authorization.k8s.io/v1", "Role", "shop", "rôle with spaces"),
        Create("widgets.example.com", "example.com/v1alpha1", "Widget", "shop", new string('w', 250)),
    ];
}
