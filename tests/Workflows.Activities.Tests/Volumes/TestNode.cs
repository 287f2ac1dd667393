using Workflows.Activities.Clusters;
using Workflows.Activities.Tests.Clusters;

namespace Workflows.Activities.Tests.Volumes;

/// <summary>A node in name only, that wants something borne.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly LiveNamespace ns;

    private TestNode(LiveNamespace ns) => this.ns = ns;

    public string Name => $"node-of-{ns.Name}";

    public static async Task<TestNode> CreateAsync(LiveNamespace ns)
    {
        var node = new TestNode(ns);
        await ns.CreateAsync(ClusterKinds.Nodes, $$"""
            {"metadata": {"name": "{{node.Name}}", "labels": {"kubernetes.io/os": "linux"} },
             "spec": {"taints": [{"key": "dedicated", "value": "databases", "effect": "NoSchedule"}] } }
            """);
        return node;
    }

    public async ValueTask DisposeAsync() => await ns.Client.DeleteAsync(ClusterKinds.Nodes, null, Name, new(), default);
}
