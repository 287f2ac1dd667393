using System.Buffers.Text;
using System.Text;
using Workflows.Clouds.Http;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Kubernetes;

namespace Workflows.Clouds.Aws;

/// <summary>
/// The way into clusters of EKS: DescribeCluster tells where they are, and their tokens are addresses that this process
/// signs itself, by which the cluster asks STS who it is (as <c>aws eks get-token</c>).
/// </summary>
internal sealed class EksAccess(CloudEnvironment environment, CloudHttp http, CloudHttp local)
{
    private const string TokenPrefix = "k8s-aws-v1.";
    private const string ClusterHeader = "x-k8s-aws-id";

    /// <summary>What STS is told; clusters take tokens for 15 minutes whatever it is.</summary>
    private static readonly TimeSpan SignedFor = TimeSpan.FromSeconds(60);

    /// <summary>A minute less than clusters take them, as their own tools say.</summary>
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(14);

    public async Task<ClusterConnection> FindAsync(string name, EksCluster cluster, CancellationToken cancellationToken)
    {
        var identity = new AwsIdentity(environment, http, local, cluster.Region, cluster.RoleArn);
        var (endpoint, authority) = await DescribeAsync(cluster, identity, cancellationToken);
        return ClusterConnection.WithTokens(
            name, endpoint, authority, async ct => Token(cluster, await identity.GetAsync(ct), environment.Time.GetUtcNow()), environment.Time);
    }

    /// <summary>A token for a cluster; making one asks nobody.</summary>
    internal static ClusterToken Token(EksCluster cluster, AwsCredentials credentials, DateTimeOffset now)
    {
        var address = RequestSigner.Presign(
            new Uri(AwsHosts.Sts(cluster.Region), "?Action=GetCallerIdentity&Version=2011-06-15"),
            new Dictionary<string, string>(StringComparer.Ordinal) { [ClusterHeader] = cluster.Name },
            SigningKey.Hash([]),
            SignedFor,
            credentials,
            cluster.Region,
            "sts",
            now);
        return new ClusterToken(TokenPrefix + Base64Url.EncodeToString(Encoding.ASCII.GetBytes(address.AbsoluteUri)), now + TokenLife);
    }

    private async Task<(string Endpoint, string Authority)> DescribeAsync(
        EksCluster cluster, AwsIdentity identity, CancellationToken cancellationToken)
    {
        var credentials = await identity.GetAsync(cancellationToken);
        var address = new Uri(AwsHosts.Eks(cluster.Region), $"clusters/{cluster.Name}");
        var body = await http.SendAsync(
            new CloudCall($"to describe the cluster {cluster.Name}", address.Host, () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, address);
                RequestSigner.Sign(request, [], credentials, cluster.Region, "eks", environment.Time.GetUtcNow());
                return request;
            })
            {
                Advise = refusal => refusal switch
                {
                    { Code: "ExpiredTokenException" } => "The AWS credentials of this process have expired.",
                    { Code: "UnrecognizedClientException" or "InvalidSignatureException" } =>
                        "AWS does not know the credentials of this process, or its clock is wrong.",
                    { Status: 403 } => "Allow eks:DescribeCluster on the cluster to the identity of this process.",
                    { Status: 404 } => "Check the name, the region, and the account of the credentials: aws eks list-clusters",
                    _ => null,
                },
            },
            cancellationToken);
        using var answer = JsonAnswer.Read(body, address.Host);
        if (answer.Find("cluster", "endpoint") is not { } endpoint || answer.Find("cluster", "certificateAuthority", "data") is not { } authority)
        {
            throw new CloudException(
                ErrorKind.Unavailable, $"The EKS cluster {cluster.Name} has no endpoint yet: it is {answer.Find("cluster", "status") ?? "in no known state"}.");
        }

        return (endpoint, PemAuthority.Decode(authority, $"EKS cluster {cluster.Name}"));
    }
}
