using System.IO.Compression;
using System.Text.Json;
using Workflows.Archive.Format;
using Workflows.Archive.Velero;

namespace Workflows.Archive.Tests.Velero;

public sealed class ResourceListBuilderTests
{
    [Fact]
    public void Kinds_and_names_are_in_order_however_they_came()
    {
        using var builder = new ResourceListBuilder();
        var names = Enumerable.Range(0, 3000).Select(number => $"settings-{number:D4}-{new string('x', 40)}").ToArray();
        foreach (var name in names.Reverse())
        {
            builder.Add(Entry("configmaps", "v1", "ConfigMap", "shop", name));
        }

        builder.Add(Entry("clusterroles.rbac", "rbac/v1", "ClusterRole", null, "a:\"b\""));
        builder.Add(Entry("clusterroles.rbac", "rbac/v1", "ClusterRole", null, "a"));

        using var list = JsonDocument.Parse(Unpack(builder.Build()));

        Assert.Equal(["rbac/v1/ClusterRole", "v1/ConfigMap"], list.RootElement.EnumerateObject().Select(kind => kind.Name));
        Assert.Equal(names.Select(name => $"shop/{name}"), Texts(list.RootElement.GetProperty("v1/ConfigMap")));
        Assert.Equal(["a", "a:\"b\""], Texts(list.RootElement.GetProperty("rbac/v1/ClusterRole")));
    }

    private static IEnumerable<string?> Texts(JsonElement array) => array.EnumerateArray().Select(name => name.GetString());

    private static GZipStream Unpack(byte[] packed) => new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);

    private static IndexEntry Entry(string resource, string apiVersion, string kind, string? ns, string name) => new()
    {
        Part = 0,
        Resource = resource,
        Namespace = ns,
        Name = name,
        ApiVersion = apiVersion,
        Kind = kind,
        Sha256 = new string('0', 64),
        MemberOffset = 0,
        MemberLength = 1,
        MemberPlainLength = 1,
        JsonOffset = 0,
        JsonLength = 0,
    };
}
