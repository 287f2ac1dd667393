using System.Collections.Concurrent;
using Workflows.Core.Clusters;
using Workflows.Kubernetes;

namespace Workflows.Activities.Clusters;

/// <summary>One client per cluster, so that all activities share its connections and its limit of requests.</summary>
/// <param name="connect">Finds out how a cluster is reached.</param>
/// <param name="time">Clock.</param>
public sealed class ClusterClients(Func<ClusterReference, ClusterConnection> connect, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ClusterClient>> clients = new(StringComparer.Ordinal);

    public ClusterClient Get(ClusterReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var key = string.Join('\n', [.. reference.Kubeconfig, reference.Context ?? "", reference.Name ?? "", reference.Cloud?.ToString() ?? ""]);
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
        new(connect(reference), new ClusterClientOptions { Time = time });
}
