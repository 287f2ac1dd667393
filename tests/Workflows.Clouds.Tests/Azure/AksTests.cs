using System.Text;
using Workflows.Clouds.Tests.Support;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Kubernetes;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Clouds.Tests.Azure;

/// <summary>Clusters of AKS, against answers as Azure documents them.</summary>
#pragma warning disable CA1001 // xunit disposes of it, as IAsyncLifetime says.
public sealed class AksTests : IAsyncLifetime
{
    private const string Id =
        "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/shop/providers/Microsoft.ContainerService/managedClusters/prod";

    private const string Asked = $"POST https://management.azure.com{Id}/listClusterUserCredential?api-version=2024-09-01&format=exec";

    private const string ServerScope = "6dae42f8-4368-4678-94ff-3960e28e3630/.default";

    private const string Plugin =
        "exec: { apiVersion: client.authentication.k8s.io/v1beta1, command: kubelogin, args: [get-token, --login, devicecode] }";

    private static readonly AksCluster Prod = new(Id);

    private readonly LocalCloud cloud = new();

    public AksTests() => cloud.Answer = (asked, _) => asked == Asked ? Credential(Plugin) : Reply.Json("{}", 500);

    [Fact]
    public async Task The_users_kubeconfig_is_asked_for_and_the_identity_stands_in_for_its_plugin()
    {
        Assert.Equal("v1.36.0", await cloud.VersionAsync(Prod));

        Assert.Equal([Asked], cloud.Calls);
        Assert.Equal(["https://management.azure.com/.default", ServerScope], cloud.Identity.Scopes);
        Assert.Equal("Bearer azure-secret-1", cloud.Asked[0].Header("Authorization"));
        Assert.Equal(["Bearer azure-secret-2"], cloud.Shown);
    }

    [Fact]
    public async Task A_token_is_for_the_application_that_is_named()
    {
        await cloud.VersionAsync(Prod with { ServerApplication = "11111111-2222-3333-4444-555555555555" });

        Assert.Equal("11111111-2222-3333-4444-555555555555/.default", cloud.Identity.Scopes.Last());
    }

    [Fact]
    public async Task A_token_serves_until_shortly_before_its_end_and_then_another_does()
    {
        using var client = cloud.Client(Prod);
        await client.GetVersionAsync(CancellationToken.None);
        cloud.Time.Advance(TimeSpan.FromMinutes(57));
        await client.GetVersionAsync(CancellationToken.None);
        cloud.Time.Advance(TimeSpan.FromMinutes(2));
        await client.GetVersionAsync(CancellationToken.None);

        Assert.Equal(["Bearer azure-secret-2", "Bearer azure-secret-2", "Bearer azure-secret-3"], cloud.Shown);
        Assert.Single(cloud.Calls);
    }

    [Fact]
    public async Task A_refused_token_is_asked_for_once_more_and_then_said_to_be_refused()
    {
        cloud.Accepts = _ => false;

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => cloud.VersionAsync(Prod));

        Assert.True(error.IsUnauthorized);
        Assert.Equal(2, cloud.Shown.Count);
        Assert.DoesNotContain("azure-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_without_Entra_ID_lets_in_by_what_is_in_its_kubeconfig()
    {
        cloud.Answer = (_, _) => Credential("token: local-secret");

        await cloud.VersionAsync(Prod);

        Assert.Equal(["Bearer local-secret"], cloud.Shown);
        Assert.Single(cloud.Identity.Scopes);
    }

    [Theory]
    [InlineData(401, "AuthenticationFailed", ErrorKind.Denied, "tenant")]
    [InlineData(403, "AuthorizationFailed", ErrorKind.Denied, "Azure Kubernetes Service Cluster User Role")]
    [InlineData(404, "ResourceNotFound", ErrorKind.NotFound, "az aks show")]
    [InlineData(400, "BadRequest", ErrorKind.Failed, "Check what was asked for")]
    public async Task A_refusal_says_what_to_do_and_quotes_no_secret(int status, string code, ErrorKind kind, string advice)
    {
        cloud.Answer = (_, request) => Reply.Json(
            $$$"""{"error":{"code":"{{{code}}}","message":"The client sent {{{request.Header("Authorization")}}}"}}""", status);

        var error = await Assert.ThrowsAsync<CloudException>(() => cloud.VersionAsync(Prod));

        Assert.Equal(kind, error.Kind);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.Contains($"HTTP {status} {code}", error.Message, StringComparison.Ordinal);
        Assert.Contains(Id, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("azure-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_signed_in_is_told_as_such_and_what_the_client_said_is_not_passed_on()
    {
        cloud.Identity.IsSignedOut = true;

        var error = await Assert.ThrowsAsync<CloudException>(() => cloud.VersionAsync(Prod));

        Assert.Equal(ErrorKind.Denied, error.Kind);
        Assert.Contains("az login", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("azure-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_is_asked_again_by_the_next_request()
    {
        using var client = cloud.Client(Prod);
        cloud.Answer = (_, _) => Reply.Json("{}", 404);
        await Assert.ThrowsAsync<CloudException>(() => client.GetVersionAsync(CancellationToken.None));
        cloud.Answer = (_, _) => Credential(Plugin);

        Assert.Equal("v1.36.0", (await client.GetVersionAsync(CancellationToken.None)).GitVersion);
    }

    [Fact]
    public async Task Requests_at_once_ask_once()
    {
        using var client = cloud.Client(Prod);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.GetVersionAsync(CancellationToken.None)));

        Assert.Single(cloud.Calls);
        Assert.Equal(2, cloud.Identity.Scopes.Count);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    private Reply Credential(string user) => Reply.Json(
        $$"""{"kubeconfigs":[{"name":"clusterUser","value":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(Kubeconfigs.Of(cloud, user)))}}"}]}""");
}
