using System.Collections.Concurrent;
using Workflows.Core.Clusters;
using Workflows.Kubernetes;

namespace Workflows.Activities.Clusters;

/// <summary>One client per cluster, so that all activities share its connections and its limit of requests.</summary>
public sealed class ClusterClients(TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ClusterClient>> clients = new(StringComparer.Ordinal);

    public ClusterClient Get(ClusterReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var key = string.Join('\n', [.. reference.Kubeconfig, reference.Context ?? ""]);
        return clients.GetOrAdd(key, _ => new(() => Connect(reference))).Value;
    }

    public void Dispose()
    {
        foreach (var client in clients.Values.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }

    private ClusterClient Connect(ClusterReference reference) =>
        new(ClusterConnection.Load(reference), new ClusterClientOptions { Time = time });
}
