using System.Text.Json.Nodes;
using Workflows.Core.Clusters;
using Workflows.Faults;
using Workflows.Faults.Connecting;

namespace Workflows.Activities.Tests.Clusters;

/// <summary>Somebody who has rights in one namespace only: the administrator in the shoes of a user with a role there.</summary>
internal sealed class NamespaceUser : IAsyncDisposable
{
    private readonly FaultProxy proxy;
    private readonly string kubeconfig;

    private NamespaceUser(FaultProxy proxy, string kubeconfig)
    {
        this.proxy = proxy;
        this.kubeconfig = kubeconfig;
    }

    public ClusterReference Reference => new([kubeconfig], null);

    /// <param name="ns">The namespace.</param>
    /// <param name="resources">What may be listed and read there.</param>
    public static async Task<NamespaceUser> CreateAsync(LiveNamespace ns, params string[] resources)
    {
        const string Rbac = "rbac.authorization.k8s.io";
        const string Name = "somebody";
        await ns.CreateAsync(Kinds.Roles, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = Name },
            ["rules"] = new JsonArray(new JsonObject
            {
                ["apiGroups"] = new JsonArray("", "apps"),
                ["resources"] = new JsonArray([.. resources.Select(resource => JsonValue.Create(resource))]),
                ["verbs"] = new JsonArray("get", "list"),
            }),
        });
        await ns.CreateAsync(Kinds.RoleBindings, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = Name },
            ["roleRef"] = new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "Role", ["name"] = Name },
            ["subjects"] = new JsonArray(new JsonObject
            {
                ["apiGroup"] = Rbac,
                ["kind"] = "User",
                ["name"] = Name,
            }),
        });

        var started = FaultProxy.Start(TestCluster.Kubeconfig!);
        var file = Path.Combine(Path.GetTempPath(), $"workflows-{Guid.NewGuid():N}.kubeconfig");
        ProxyKubeconfig.Write(started, file, user: $"{{ as: {Name} }}");
        return new(started, file);
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(kubeconfig);
        await proxy.DisposeAsync();
    }
}
