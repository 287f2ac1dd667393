using System.Net.Http.Headers;
using System.Text;
using Workflows.Clouds.Http;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Kubernetes;

namespace Workflows.Clouds.Azure;

/// <summary>
/// The way into clusters of AKS: Azure Resource Manager tells the kubeconfig of a cluster's users (never the
/// administrator's), and where that asks for a token of Entra ID, the identity of this process gets it.
/// </summary>
internal sealed class AksAccess(CloudEnvironment environment, CloudHttp http, AzureTokens tokens)
{
    private const string ApiVersion = "2024-09-01";

    public async Task<ClusterConnection> FindAsync(string name, AksCluster cluster, CancellationToken cancellationToken)
    {
        var kubeconfig = await GetKubeconfigAsync(cluster, cancellationToken);
        return ClusterConnection.OfKubeconfig(
            name,
            kubeconfig,
            $"what Azure says of {cluster.ResourceId}",
            context: null,
            ct => tokens.GetAsync($"{cluster.ServerApplication}/.default", ct),
            environment.Time);
    }

    private async Task<string> GetKubeconfigAsync(AksCluster cluster, CancellationToken cancellationToken)
    {
        var management = AzureClouds.ManagementOf(environment);
        var token = await tokens.GetAsync($"{management.GetLeftPart(UriPartial.Authority)}/.default", cancellationToken);
        var body = await http.SendAsync(
            new CloudCall(
                $"for the user's kubeconfig of {cluster.ResourceId}",
                management.Host,
                () => new HttpRequestMessage(
                    HttpMethod.Post,
                    new Uri(management, $"{cluster.ResourceId}/listClusterUserCredential?api-version={ApiVersion}&format=exec"))
                {
                    Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token.Value) },
                    Content = new ByteArrayContent([]),
                })
            {
                Advise = refusal => refusal.Status switch
                {
                    401 => "The identity of this process is of another tenant, or was signed out: sign in to the tenant of the subscription.",
                    403 => "Give the identity of this process the role 'Azure Kubernetes Service Cluster User Role' on the cluster.",
                    404 => "Check the resource id; a cluster that was made anew in another group has another: az aks show --query id",
                    _ => null,
                },
            },
            cancellationToken);
        using var answer = JsonAnswer.Read(body, management.Host);
        var encoded = answer.List("kubeconfigs")
            .Select(entry => entry.TryGetProperty("value", out var value) ? value.GetString() : null)
            .FirstOrDefault(value => value is not null);
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(encoded ?? ""));
        }
        catch (FormatException)
        {
            throw new CloudException(ErrorKind.Failed, $"What {management.Host} gave as the kubeconfig of {cluster.ResourceId} is not Base64.");
        }
    }
}
