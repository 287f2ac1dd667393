using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.OneMoment;

/// <summary>
/// A control plane of these tests' own, since they compact its etcd. It holds enough ConfigMaps and Secrets in one
/// namespace that each kind takes two pages and a part of its own.
/// </summary>
public sealed class MomentPlane : IAsyncLifetime
{
    public const string First = "wf-moment-a";

    public const string Last = "wf-moment-z";

    public const string Pages = "wf-moment-pages";

    /// <summary>More than a page; and the two kinds together are more than a part.</summary>
    private const int Objects = 600;

    private OwnControlPlane? plane;
    private Cluster? cluster;

    public OwnControlPlane Plane => plane!;

    public Cluster Cluster => cluster!;

    public static string NameOf(int number) => "object-" + number.ToString("D3", CultureInfo.InvariantCulture);

    public static string LastName => NameOf(Objects - 1);

    public async Task InitializeAsync()
    {
        if (ClusterNeeds.WhyNoOwnClusters() is not null)
        {
            return;
        }

        plane = await OwnControlPlane.StartAsync("moment");
        cluster = await Cluster.OpenAsync(plane.Kubeconfig);
        await TestNamespaces.CreateAsync(cluster, First, Last, Pages);
        var bodies =
            from kind in new[] { ("configmaps", "ConfigMap"), ("secrets", "Secret") }
            from number in Enumerable.Range(0, Objects)
            select (Path: $"/api/v1/namespaces/{Pages}/{kind.Item1}", Body: Body(kind.Item2, NameOf(number)));
        await Parallel.ForEachAsync(
            bodies,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (obj, _) => await cluster.CreateAsync(obj.Path, obj.Body));
        await cluster.CreateAsync($"/api/v1/namespaces/{First}/configmaps", Body("ConfigMap", "clock"));
        await cluster.CreateAsync($"/api/v1/namespaces/{Last}/configmaps", Body("ConfigMap", "clock"));
    }

    public Task DisposeAsync()
    {
        cluster?.Dispose();
        plane?.Dispose();
        return Task.CompletedTask;
    }

    private static JsonObject Body(string kind, string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name },
    };
}
