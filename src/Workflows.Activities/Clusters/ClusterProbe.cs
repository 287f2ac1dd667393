using Workflows.Activities.Backups.Planning;
using Workflows.Kubernetes;

namespace Workflows.Activities.Clusters;

/// <summary>Tells a request that the server can't serve from a server, or credentials, that serve no request.</summary>
internal static class ClusterProbe
{
    /// <summary>
    /// After a failed request: throws where every other request would fail as well, so that the attempt ends instead
    /// of reporting thousands of objects one by one. Credentials that are refused end it at once; after a failure
    /// that might pass, the cluster is asked for something that needs etcd. Otherwise the failure is the request's
    /// own (a webhook or an aggregated API that is down), and is reported.
    /// </summary>
    /// <exception cref="KubernetesException">The failure is the cluster's, or the credentials'.</exception>
    public static async Task RequireAnsweringAsync(
        ClusterClient client, KubernetesException failed, CancellationToken cancellationToken)
    {
        if (failed is KubernetesApiException { IsUnauthorized: true })
        {
            throw failed;
        }

        if (!failed.IsTransient)
        {
            return;
        }

        try
        {
            await Revision.TakeAsync(client, cancellationToken);
        }
        catch (KubernetesApiException answered) when (answered.IsForbidden)
        {
            // Who may not list namespaces has a cluster that answers all the same.
        }
    }
}
