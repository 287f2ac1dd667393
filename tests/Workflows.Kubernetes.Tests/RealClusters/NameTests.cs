using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.RealClusters;

[Collection(RealClusterCollection.Name)]
public class NameTests(RealCluster cluster)
{
    [RealClusterFact]
    public async Task Names_of_the_greatest_length_and_unicode_data_come_back_byte_for_byte()
    {
        var name = string.Join('.', Enumerable.Repeat(new string('a', 50), 4)) + "." + new string('b', 49);
        Assert.Equal(253, name.Length);
        var value = "é 漢字 🚀 \u0001\u001f\u007f\u2028 \"quoted\" \\ / <&> \r\n\t\0 " + new string('x', 5000);
        await cluster.CreateConfigMapAsync(name, JsonSerializer.Serialize(new Dictionary<string, string> { ["k"] = value }));

        var got = await cluster.Client.GetAsync(
            TestClients.ConfigMaps, cluster.Namespace, name, CancellationToken.None);
        using var page = await cluster.Client.ListPageAsync(
            TestClients.ConfigMaps, cluster.Namespace, new ListQuery { FieldSelector = $"metadata.name={name}" },
            CancellationToken.None);

        Assert.Equal(value, (string?)got.Node()["data"]!["k"]);
        // As bytes: what the list holds, completed, is what the object's own answer holds.
        Assert.Equal(WithoutNewline(got.Json), Rebuilt(page.Items[0], got.Node()));
        Assert.Equal(value, (string?)page.Items[0].ToObject().Node()["data"]!["k"]);
    }

    [RealClusterFact]
    public async Task Names_with_colons_reach_their_objects()
    {
        var roles = await cluster.ResourceAsync("roles.rbac.authorization.k8s.io");
        const string name = "system:test:a b+c&d=e?f#g";
        await cluster.CreateAsync(roles, cluster.Namespace, $$$"""{"metadata":{"name":"{{{name}}}"},"rules":[]}""");

        var got = await cluster.Client.GetAsync(roles, cluster.Namespace, name, CancellationToken.None);

        Assert.Equal(name, got.Name());
        await cluster.Client.DeleteAsync(roles, cluster.Namespace, name, null, CancellationToken.None);
    }

    [RealClusterFact]
    public async Task Custom_resources_with_awkward_plurals_and_groups_are_served_like_any_other()
    {
        var group = $"{cluster.Namespace}.very-long-group.with-many.parts.example.test";
        await using var kind = await CustomKind.CreateAsync(
            cluster, group, "list-items-of-status", "StatusItemList", "ItemsListList", "v1", "v1alpha1", "v1beta2");
        var items = kind.Resource;
        Assert.Equal("v1", items.Version);
        Assert.Equal(["v1", "v1beta2", "v1alpha1"], items.ServedVersions);
        await cluster.CreateAsync(
            items, cluster.Namespace,
            $$$"""{"apiVersion":"{{{group}}}/v1","kind":"StatusItemList","metadata":{"name":"one"},"itemsOf":[{"kind":"x"}],"deep":{{{Deep(12)}}} }""");

        using var page = await cluster.Client.ListPageAsync(
            items, cluster.Namespace, new ListQuery { Limit = 10 }, CancellationToken.None);

        var item = Assert.Single(page.Items);
        Assert.Equal(item.Json.Length, item.Length);
        var got = await cluster.Client.GetAsync(items, cluster.Namespace, "one", CancellationToken.None);
        Assert.Equal(WithoutNewline(got.Json), Encoding.UTF8.GetString(item.ToObject().Json.Span));
        Assert.Equal($"{group}/v1", page.ApiVersion);
    }

    private static string Deep(int levels) =>
        string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);

    private static string WithoutNewline(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span).TrimEnd('\n');

    /// <summary>The server writes kind before apiVersion; the item's own bytes must follow either unchanged.</summary>
    private static string Rebuilt(ListItem item, JsonNode expected)
    {
        var raw = Encoding.UTF8.GetString(item.Json.Span);
        return $"{{\"kind\":\"{expected["kind"]}\",\"apiVersion\":\"{expected["apiVersion"]}\",{raw[1..]}";
    }
}
