using System.Text.Json.Nodes;
using Workflows.Core.Resources;
using Workflows.Kubernetes;

namespace Workflows.Activities.Tests.Clusters;

/// <summary>A namespace of one test's own on the API server of the run, written to with all rights.</summary>
public sealed class TestNamespace : IAsyncLifetime, IDisposable
{
    private static readonly ApiResource Namespaces = new("", "v1", "namespaces", "Namespace", false, ["list"]);

    private readonly ActivityServices services = new(TimeProvider.System);

    /// <summary>Of this run's own: a namespace that is being deleted can't be made again at once.</summary>
    public string Name { get; } = $"wf-activity-{Guid.NewGuid():N}"[..28];

    private ClusterClient Client => services.Clusters.Get(TestCluster.Reference);

    /// <summary>An object's metadata with a label; null takes the label away.</summary>
    public static JsonObject Labelled(string key, string? value) => new()
    {
        ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [key] = value } },
    };

    public async Task InitializeAsync()
    {
        if (TestCluster.Kubeconfig is not null)
        {
            await Client.CreateAsync(Namespaces, null, Bytes(Body("v1", "Namespace", Name)), new(), default);
        }
    }

    public Task LabelAsync(string key, string value) => Client.PatchAsync(
        Namespaces,
        null,
        Name,
        PatchType.MergePatch,
        Bytes(Labelled(key, value)),
        new(),
        default);

    /// <summary>Creates an object in the namespace.</summary>
    /// <param name="plural">The plural, with its group where it has one: <c>roles.rbac.authorization.k8s.io</c>.</param>
    /// <param name="kind">The kind; all groups here are of version <c>v1</c>.</param>
    /// <param name="name">The name.</param>
    /// <param name="rest">What it has besides.</param>
    public Task CreateAsync(string plural, string kind, string name, JsonObject? rest = null)
    {
        var resource = Of(plural, kind);
        var body = Body(resource.ApiVersion, kind, name);
        foreach (var (key, value) in rest ?? [])
        {
            body[key] = value?.DeepClone();
        }

        body["metadata"]!["name"] = name;

        return Client.CreateAsync(resource, Name, Bytes(body), new(), default);
    }

    public Task CreateConfigMapAsync(string name) => CreateAsync("configmaps", "ConfigMap", name);

    public Task PatchConfigMapAsync(string name, JsonObject patch) => Client.PatchAsync(
        Of("configmaps", "ConfigMap"), Name, name, PatchType.MergePatch, Bytes(patch), new(), default);

    public Task DeleteConfigMapAsync(string name) =>
        Client.DeleteAsync(Of("configmaps", "ConfigMap"), Name, name, null, default);

    public async Task DisposeAsync()
    {
        if (TestCluster.Kubeconfig is not null)
        {
            await Client.DeleteAsync(Namespaces, null, Name, null, default);
        }
    }

    public void Dispose() => services.Dispose();

    private static ApiResource Of(string plural, string kind)
    {
        var resource = GroupResource.Parse(plural);
        return new(resource.Group, "v1", resource.Plural, kind, true, ["list"]);
    }

    private static JsonObject Body(string apiVersion, string kind, string name) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name },
    };

    private static byte[] Bytes(JsonObject body) => System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
}
