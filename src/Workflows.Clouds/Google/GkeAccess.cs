using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Workflows.Clouds.Http;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Kubernetes;

namespace Workflows.Clouds.Google;

/// <summary>
/// The way into clusters of GKE: its API tells where they are, and they take Google's access tokens (as
/// <c>gke-gcloud-auth-plugin</c> gives them).
/// </summary>
internal sealed class GkeAccess(CloudEnvironment environment, CloudHttp http, GoogleTokens tokens)
{
    private static readonly Uri Api = new("https://container.googleapis.com/");

    public async Task<ClusterConnection> FindAsync(string name, GkeCluster cluster, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken);
        var address = new Uri(Api, $"v1/projects/{cluster.Project}/locations/{cluster.Location}/clusters/{cluster.Name}");
        var body = await http.SendAsync(
            new CloudCall(
                $"for the cluster {cluster.Name} in {cluster.Location} of {cluster.Project}",
                Api.Host,
                () => new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token.Value) } })
            {
                Advise = refusal => refusal.Status switch
                {
                    403 => "Give the identity of this process the role 'Kubernetes Engine Cluster Viewer' (container.clusters.get) in the project, "
                        + "and see that the Kubernetes Engine API is enabled there.",
                    404 => "Check project, location and name: gcloud container clusters list",
                    _ => null,
                },
            },
            cancellationToken);
        using var answer = JsonAnswer.Read(body, Api.Host);
        if (answer.Find("endpoint") is not { } endpoint || answer.Find("masterAuth", "clusterCaCertificate") is not { } authority)
        {
            throw new CloudException(
                ErrorKind.Unavailable,
                $"The GKE cluster {cluster.Name} has no endpoint with an IP address: it is {answer.Find("status") ?? "in no known state"}, or has one by DNS alone.");
        }

        // An IPv6 address stands there as it is.
        var host = IPAddress.TryParse(endpoint, out var ip) && ip.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{ip}]" : endpoint;
        return ClusterConnection.WithTokens(
            name, $"https://{host}", PemAuthority.Decode(authority, $"GKE cluster {cluster.Name}"), tokens.GetAsync, environment.Time);
    }
}
