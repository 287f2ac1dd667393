using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Kills;

/// <summary>About 4,500 small objects of three kinds in ten namespaces, enough for several parts and many chunks.</summary>
internal static class Filling
{
    /// <summary>Of each kind, spread over the namespaces: enough that a kind is listed namespace by namespace.</summary>
    private const int PerKind = 1_500;

    private const int Clients = 8;

    public static readonly string[] Namespaces =
        [.. Enumerable.Range(0, 10).Select(number => "wf-kill-" + number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The kinds and the paths of their collections below a namespace.</summary>
    public static readonly IReadOnlyList<(string Resource, string Api)> Kinds =
    [
        ("configmaps", "/api/v1"),
        ("secrets", "/api/v1"),
        ("roles.rbac.authorization.k8s.io", "/apis/rbac.authorization.k8s.io/v1"),
    ];

    /// <summary>Every object's resource, namespace and name.</summary>
    public static IEnumerable<(string Resource, string Api, string Ns, string Name)> Objects =>
        from kind in Kinds
        from number in Enumerable.Range(0, PerKind)
        select (kind.Resource, kind.Api, Namespaces[number % Namespaces.Length], NameOf(number));

    public static async Task FillAsync(Cluster cluster)
    {
        await TestNamespaces.CreateAsync(cluster, Namespaces);
        await Parallel.ForEachAsync(
            Objects,
            new ParallelOptions { MaxDegreeOfParallelism = Clients },
            async (obj, _) => await cluster.CreateAsync(
                $"{obj.Api}/namespaces/{obj.Ns}/{PluralOf(obj.Resource)}", Body(obj.Resource, obj.Name)));
    }

    public static string PluralOf(string resource) => resource.Split('.')[0];

    /// <summary>What an object holds besides its metadata, the same for the same name.</summary>
    public static JsonObject ContentOf(string resource, string name) => resource switch
    {
        "configmaps" => new() { ["data"] = new JsonObject { ["text"] = $"this is {name} — ✓" } },
        "secrets" => new()
        {
            ["data"] = new JsonObject { ["key"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(name)) },
            ["type"] = "Opaque",
        },
        _ => new()
        {
            ["rules"] = new JsonArray(new JsonObject
            {
                ["apiGroups"] = new JsonArray(""),
                ["resourceNames"] = new JsonArray(name),
                ["resources"] = new JsonArray("configmaps"),
                ["verbs"] = new JsonArray("get"),
            }),
        },
    };

    private static string NameOf(int number) => "thing-" + number.ToString("D5", CultureInfo.InvariantCulture);

    private static JsonObject Body(string resource, string name)
    {
        var body = ContentOf(resource, name);
        body["metadata"] = new JsonObject { ["name"] = name };
        (body["apiVersion"], body["kind"]) = resource switch
        {
            "configmaps" => ("v1", "ConfigMap"),
            "secrets" => ("v1", "Secret"),
            _ => ("rbac.authorization.k8s.io/v1", "Role"),
        };
        return body;
    }
}
