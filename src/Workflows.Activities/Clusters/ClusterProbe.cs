using Workflows.Activities.Backups.Planning;
using Workflows.Core.Errors;
using Workflows.Kubernetes;

namespace Workflows.Activities.Clusters;

/// <summary>Tells a request that the server can't serve from a server that can't serve.</summary>
internal static class ClusterProbe
{
    /// <summary>
    /// After a failure that might pass: asks the cluster for something that needs etcd. If that fails too, the
    /// failure is the cluster's, and this throws so that the attempt is made again; if not, it is the request's own
    /// (a webhook or an aggregated API that is down), and is reported.
    /// </summary>
    public static async Task RequireAnsweringAsync(
        ClusterClient client, WorkflowsException failed, CancellationToken cancellationToken)
    {
        if (failed.IsTransient)
        {
            await Revision.TakeAsync(client, cancellationToken);
        }
    }
}
