using System.Text;
using System.Text.Json.Nodes;
using Workflows.Core.Resources;
using Workflows.Kubernetes;

namespace Workflows.Activities.Tests.Clusters;

/// <summary>A namespace on the real API server of this run, for one test; or none, if it only reserves the name.</summary>
internal sealed class LiveNamespace : IAsyncDisposable
{
    private readonly ActivityServices services = new(TimeProvider.System);

    private LiveNamespace(string name) => Name = name;

    /// <summary>Of this run's own: a namespace that is being deleted can't be made again at once.</summary>
    public string Name { get; }

    public ClusterClient Client => services.Clusters.Get(TestCluster.Reference);

    public static async Task<LiveNamespace> CreateAsync()
    {
        var ns = Reserve();
        await ns.MakeAsync();
        return ns;
    }

    /// <summary>Creates the namespace whose name was reserved.</summary>
    public Task MakeAsync() =>
        CreateAsync(Kinds.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = Name } });

    /// <summary>Creates an object with a name and nothing else.</summary>
    public Task CreateEmptyAsync(ApiResource kind, string name) =>
        CreateAsync(kind, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });

    /// <summary>A name that no namespace has yet; what the test creates under it goes with it.</summary>
    public static LiveNamespace Reserve() => new($"wf-activity-{Guid.NewGuid():N}"[..28]);

    public Task CreateAsync(ApiResource kind, string json) => CreateAsync(kind, (JsonObject)JsonNode.Parse(json)!);

    public async Task CreateAsync(ApiResource kind, JsonObject obj)
    {
        obj["apiVersion"] = kind.ApiVersion;
        obj["kind"] = kind.Kind;
        await Client.CreateAsync(
            kind, kind.Namespaced ? Name : null, Encoding.UTF8.GetBytes(obj.ToJsonString()), new(), default);
    }

    public Task MergeAsync(ApiResource kind, string name, string patch) => Client.PatchAsync(
        kind, kind.Namespaced ? Name : null, name, PatchType.MergePatch, Encoding.UTF8.GetBytes(patch), new() { FieldManager = "somebody" }, default);

    /// <summary>Sets what a controller or a node would say of an object.</summary>
    public Task SetStatusAsync(ApiResource kind, string name, JsonObject status) => Client.PatchAsync(
        kind,
        Name,
        name,
        PatchType.MergePatch,
        Encoding.UTF8.GetBytes(new JsonObject { ["status"] = status }.ToJsonString()),
        new() { Subresource = "status" },
        default);

    public Task DeleteAsync(ApiResource kind, string name) => Client.DeleteAsync(kind, Name, name, new(), default);

    /// <summary>The object as the server has it.</summary>
    public async Task<JsonObject?> FindAsync(ApiResource kind, string name) =>
        await Client.FindAsync(kind, kind.Namespaced ? Name : null, name, default) is { } found
            ? (JsonObject)JsonNode.Parse(found.Json.Span)!
            : null;

    /// <summary>Asks until what the server has is as wanted.</summary>
    public async Task<JsonObject> AwaitAsync(ApiResource kind, string name, Func<JsonObject, bool> isReady)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await FindAsync(kind, name) is { } found && isReady(found))
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (await FindAsync(Kinds.Namespaces, Name) is not null)
        {
            await Client.DeleteAsync(Kinds.Namespaces, null, Name, new(), default);
        }

        services.Dispose();
    }
}
