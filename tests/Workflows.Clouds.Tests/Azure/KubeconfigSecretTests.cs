using System.Text.Json;
using Workflows.Clouds.Tests.Support;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Kubernetes;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Clouds.Tests.Azure;

/// <summary>Kubeconfigs in Azure Key Vault.</summary>
#pragma warning disable CA1001 // xunit disposes of it, as IAsyncLifetime says.
public sealed class KubeconfigSecretTests : IAsyncLifetime
{
    private static readonly KubeconfigSecret Prod = new("https://shop.vault.azure.net", "prod-kubeconfig");

    private readonly LocalCloud cloud = new();

    [Fact]
    public async Task The_secret_is_read_with_the_identity_and_used_as_it_is()
    {
        Hold("token: vaulted-secret");

        Assert.Equal("v1.36.0", await cloud.VersionAsync(Prod));

        Assert.Equal(["GET https://shop.vault.azure.net/secrets/prod-kubeconfig?api-version=7.4"], cloud.Calls);
        Assert.Equal(["https://vault.azure.net/.default"], cloud.Identity.Scopes);
        Assert.Equal(["Bearer vaulted-secret"], cloud.Shown);
    }

    [Theory]
    [InlineData("exec: { apiVersion: client.authentication.k8s.io/v1beta1, command: /bin/true }", "no program is run")]
    [InlineData("tokenFile: /etc/hostname", "tokenFile")]
    [InlineData("client-certificate: a.crt", "client-certificate")]
    public async Task A_secret_runs_no_program_here_and_reads_no_file(string user, string said)
    {
        Hold(user);

        var error = await Assert.ThrowsAsync<KubeconfigException>(() => cloud.VersionAsync(Prod));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("the secret prod-kubeconfig of https://shop.vault.azure.net", error.Message, StringComparison.Ordinal);
        Assert.Empty(cloud.Shown);
    }

    [Fact]
    public async Task A_context_that_is_not_there_is_told_with_those_that_are()
    {
        Hold("token: vaulted-secret");

        var error = await Assert.ThrowsAsync<KubeconfigException>(() => cloud.VersionAsync(Prod, "staging"));

        Assert.Contains("other, prod", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("vaulted-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_kubeconfig_is_told_without_being_quoted()
    {
        cloud.Answer = (_, _) => Reply.Json("""{"value":"[vaulted-secret","id":"https://shop.vault.azure.net/secrets/prod-kubeconfig/1"}""");

        var error = await Assert.ThrowsAsync<KubeconfigException>(() => cloud.VersionAsync(Prod));

        Assert.DoesNotContain("vaulted-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "Forbidden", "ForbiddenByRbac", ErrorKind.Denied, "Key Vault Secrets User")]
    [InlineData(403, "Forbidden", "ForbiddenByFirewall", ErrorKind.Denied, "firewall")]
    [InlineData(404, "SecretNotFound", null, ErrorKind.NotFound, "az keyvault secret set")]
    public async Task A_refusal_says_what_to_do(int status, string code, string? inner, ErrorKind kind, string advice)
    {
        var innererror = inner is null ? "" : $$""","innererror":{"code":"{{inner}}"}""";
        cloud.Answer = (_, _) => Reply.Json($$$"""{"error":{"code":"{{{code}}}","message":"no"{{{innererror}}}}}""", status);

        var error = await Assert.ThrowsAsync<CloudException>(() => cloud.VersionAsync(Prod));

        Assert.Equal(kind, error.Kind);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    private void Hold(string user) => cloud.Answer = (_, _) => Reply.Json(
        $$"""{"value":{{JsonSerializer.Serialize(Kubeconfigs.Of(cloud, user))}},"id":"https://shop.vault.azure.net/secrets/prod-kubeconfig/1"}""");
}
