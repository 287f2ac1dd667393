using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Tests.Certificates;
using Workflows.Kubernetes.Tests.Configuration;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Authentication;

public sealed class CertificateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TestAuthority authority = TestAuthority.Create();

    public void Dispose()
    {
        authority.Dispose();
        folder.Dispose();
    }

    public static TheoryData<string> KeyForms => ["pkcs8-ec", "sec1", "pkcs8-rsa", "pkcs1"];

    [Theory]
    [MemberData(nameof(KeyForms))]
    public async Task Client_certificate_with_any_form_of_key_is_shown(string form)
    {
        using var certificate = authority.Server();
        await using var server = new FaultServer((_, _) => Reply.Json("{}"), certificate);
        var (pem, key) = Client(form);
        using var client = ClientFor(server.Url, Data(pem, key));

        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        Assert.Equal("CN=jane", Assert.Single(server.Requests).ClientCertificate);
    }

    [Fact]
    public async Task Certificate_files_are_relative_to_the_kubeconfig_and_read_again_when_refused()
    {
        using var certificate = authority.Server();
        await using var server = new FaultServer(
            (request, _) => request.ClientCertificate == "CN=new" ? Reply.Json("{}") : Reply.Failure(401), certificate);
        WriteFiles("old");
        using var client = ClientFor(
            server.Url, new JsonObject { ["client-certificate"] = "pki/tls.crt", ["client-key"] = "pki/tls.key" });
        WriteFiles("new");

        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        Assert.Equal(["CN=old", "CN=new"], server.Requests.Select(request => request.ClientCertificate));
    }

    [Fact]
    public void Expired_client_certificate_is_told_with_its_user_file_and_day()
    {
        var (pem, key) = authority.Client("jane", new DateTimeOffset(2025, 3, 4, 5, 6, 0, TimeSpan.Zero));
        var path = folder.Write("jane.crt", pem);
        var user = new JsonObject { ["client-certificate"] = path, ["client-key-data"] = Base64(key) };

        var error = Assert.Throws<KubeconfigException>(() => ClientFor(new Uri("https://x"), user));

        Assert.Equal(ErrorKind.Denied, error.Kind);
        Assert.Equal(
            $"The client certificate of the user 'u' in {folder.Path("config")} ({path}) expired on 2025-03-04 05:06 UTC."
            + " Get a new one, or choose another context.",
            error.Message);
    }

    [Fact]
    public void Key_of_another_certificate_is_refused()
    {
        var (pem, _) = authority.Client("jane");
        var (_, other) = authority.Client("joe");

        var error = Assert.Throws<KubeconfigException>(() => ClientFor(new Uri("https://x"), Data(pem, other)));

        Assert.Contains("does not belong to the certificate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encrypted_key_is_refused_with_the_reason()
    {
        var (pem, _) = authority.Client("jane");
        using var key = RSA.Create(2048);
        var locked = key.ExportEncryptedPkcs8PrivateKeyPem(
            "x", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1));

        var error = Assert.Throws<KubeconfigException>(() => ClientFor(new Uri("https://x"), Data(pem, locked)));

        Assert.Contains("pass phrase", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Intermediate_as_authority_is_trusted_as_kubectl_does()
    {
        using var intermediate = authority.Intermediate();
        using var certificate = intermediate.Server();
        await using var server = new FaultServer((_, _) => Reply.Json("{}"), certificate);
        using var client = ClientFor(server.Url, [], authority: intermediate.Pem);

        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Certificate_for_another_name_is_refused_unless_tls_server_name_says_so()
    {
        using var certificate = authority.Server("api.example.test");
        await using var server = new FaultServer((_, _) => Reply.Json("{}"), certificate);
        using var strict = ClientFor(server.Url, []);
        using var named = ClientFor(server.Url, [], serverName: "api.example.test");
        using var misnamed = ClientFor(server.Url, [], serverName: "other.example.test");

        var error = await RefusedAsync(strict);
        Assert.Contains("tls-server-name", error.Message, StringComparison.Ordinal);
        await RefusedAsync(misnamed);
        Assert.Empty(server.Requests);
        await named.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Expired_server_certificate_is_told_with_its_days()
    {
        using var certificate = authority.Server(until: DateTimeOffset.UtcNow.AddDays(-1));
        await using var server = new FaultServer((_, _) => Reply.Json("{}"), certificate);
        using var client = ClientFor(server.Url, []);

        var error = await RefusedAsync(client);

        Assert.Contains("which is not now", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_authority_is_refused_and_no_token_leaves()
    {
        using var other = TestAuthority.Create("CN=other");
        using var certificate = other.Server();
        await using var server = new FaultServer((_, _) => Reply.Json("{}"), certificate);
        using var client = ClientFor(server.Url, new JsonObject { ["token"] = "secret" });

        var error = await RefusedAsync(client);

        Assert.Equal(ErrorKind.Denied, error.Kind);
        Assert.Contains("not trusted by the context's certificate-authority", error.Message, StringComparison.Ordinal);
        Assert.Contains(server.Url.AbsoluteUri, error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Insecure_skip_tls_verify_trusts_anyone()
    {
        using var other = TestAuthority.Create();
        using var certificate = other.Server("else.example.test", DateTimeOffset.UtcNow.AddDays(-1));
        await using var server = new FaultServer((_, _) => Reply.Json("{}"), certificate);
        var config = KubeconfigText.Of($$"""{"server":"{{server.Url}}","insecure-skip-tls-verify":true}""");
        using var client = new ClusterClient(
            ClusterConnection.Load(new ClusterReference([folder.Write("config", config.ToString())], null)),
            TestClients.Options());

        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);
    }

    private static Task<KubernetesConnectionException> RefusedAsync(ClusterClient client) =>
        Assert.ThrowsAsync<KubernetesConnectionException>(
            () => client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None));

    private (string Certificate, string Key) Client(string form)
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        return form switch
        {
            "pkcs8-ec" => authority.Client("jane", ec, ec.ExportPkcs8PrivateKeyPem),
            "sec1" => authority.Client("jane", ec, ec.ExportECPrivateKeyPem),
            "pkcs8-rsa" => authority.Client("jane", rsa, rsa.ExportPkcs8PrivateKeyPem),
            _ => authority.Client("jane", rsa, rsa.ExportRSAPrivateKeyPem),
        };
    }

    private void WriteFiles(string name)
    {
        var (pem, key) = authority.Client(name);
        folder.Write("pki/tls.crt", pem);
        folder.Write("pki/tls.key", key);
    }

    private static JsonObject Data(string pem, string key) => new()
    {
        ["client-certificate-data"] = Base64(pem),
        ["client-key-data"] = Base64(key),
    };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private ClusterClient ClientFor(Uri server, JsonObject user, string? authority = null, string? serverName = null)
    {
        var config = KubeconfigText.For(server, user.ToJsonString());
        config.SetAuthority(authority ?? this.authority.Pem);
        if (serverName is not null)
            config.SetCluster("tls-server-name", serverName);
        var file = folder.Write("config", config.ToString());
        return new ClusterClient(ClusterConnection.Load(new ClusterReference([file], null)), TestClients.Options());
    }
}
